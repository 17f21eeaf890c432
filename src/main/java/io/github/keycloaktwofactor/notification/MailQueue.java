package io.github.keycloaktwofactor.notification;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs in the background, those of one realm one after the other. A mail server that does not respond blocks one thread
 * and one connection; neither sign-ins nor other realms' mails wait for it. The queue is bounded per realm and per user.
 * When a user's queue is full, the oldest job of a duplicated kind is dropped, so no kind of mail is lost entirely. When
 * the realm's queue is full, jobs about refused codes are dropped first, then one of the user with the most jobs: a user
 * without a job gets room unless as many others as the queue holds have one job each. Queued jobs are lost when the server
 * stops.
 */
final class MailQueue {

    private static final Logger LOG = Logger.getLogger(MailQueue.class);

    private final int capacity;
    private final int ofOneUser;
    private final Map<String, Deque<Queued>> byRealm = new HashMap<>();

    /**
     * @param capacity maximum number of queued jobs of one realm
     * @param ofOneUser maximum number of them about one user; more than there are kinds
     */
    MailQueue(int capacity, int ofOneUser) {
        this.capacity = capacity;
        this.ofOneUser = ofOneUser;
    }

    /** Queues the job, or drops one if too many of the realm or the user are queued. Never blocks, never throws. */
    void add(String realmId, Executor executor, Queued job) {
        synchronized (byRealm) {
            Deque<Queued> waiting = byRealm.get(realmId);
            if (waiting == null) {
                start(realmId, executor, job);
            } else if (job.refusal() && waiting.stream().anyMatch(job::tellsTheSameAs)) {
                LOG.debugf("A two-factor mail of realm %s tells of one more refused code", realmId);
            } else if (room(waiting, job)) {
                waiting.add(job);
            } else {
                LOG.warnf("Too many two-factor mails wait for the mail server of realm %s; one is dropped", realmId);
            }
        }
    }

    private boolean room(Deque<Queued> waiting, Queued job) {
        List<Queued> own = waiting.stream().filter(job::isOfTheSameUser).toList();
        boolean room = own.size() < ofOneUser && waiting.size() < capacity;
        return room
                || leastMissed(own.size() < ofOneUser ? List.copyOf(waiting) : own, job)
                        .filter(waiting::removeFirstOccurrence)
                        .isPresent();
    }

    /**
     * The job that is dropped for the new one; empty if the new one is dropped itself. Refusals are dropped first. Otherwise the
     * user with the most jobs loses one, and only to a user with fewer: the first of a kind that has another one queued.
     */
    private static Optional<Queued> leastMissed(List<Queued> waiting, Queued job) {
        List<Queued> refusals = waiting.stream().filter(Queued::refusal).toList();
        if (job.refusal() && refusals.isEmpty()) {
            return Optional.empty();
        }
        List<Queued> candidates = refusals.isEmpty() ? waiting : refusals;
        List<Queued> most = candidates.stream()
                .collect(Collectors.groupingBy(Queued::userId, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
        long own = candidates.stream().filter(job::isOfTheSameUser).count();
        boolean overRefusal = !job.refusal() && !refusals.isEmpty();
        boolean ofTheSame = most.stream().anyMatch(job::isOfTheSameUser);
        return overRefusal || ofTheSame || most.size() > own + 1
                ? Optional.of(firstWithEqual(most, job))
                : Optional.empty();
    }

    private static Queued firstWithEqual(List<Queued> jobs, Queued job) {
        return jobs.stream()
                .filter(other -> other.tellsTheSameAs(job)
                        || jobs.stream().filter(other::tellsTheSameAs).count() > 1)
                .findFirst()
                .orElse(jobs.get(0));
    }

    private void start(String realmId, Executor executor, Queued job) {
        byRealm.put(realmId, new ArrayDeque<>());
        try {
            executor.execute(() -> work(realmId, job));
        } catch (RejectedExecutionException stopping) {
            byRealm.remove(realmId);
        }
    }

    private void work(String realmId, Queued first) {
        for (Queued job = first; job != null; job = next(realmId)) {
            try {
                job.work().run();
            } catch (RuntimeException e) {
                LOG.warnf(e, "A two-factor mail of realm %s could not be sent", realmId);
            }
        }
    }

    private @Nullable Queued next(String realmId) {
        synchronized (byRealm) {
            Deque<Queued> waiting = byRealm.get(realmId);
            Queued job = waiting == null ? null : waiting.poll();
            if (job == null) {
                byRealm.remove(realmId);
            }
            return job;
        }
    }

    /**
     * A queued job.
     *
     * @param userId whom it is about
     * @param kind the kind of its mail
     * @param refusal whether it is about refused codes: the sender is not authenticated, so one queued job is enough, and
     *     they are dropped first
     */
    record Queued(String userId, String kind, boolean refusal, Runnable work) {

        boolean isOfTheSameUser(Queued other) {
            return userId.equals(other.userId);
        }

        boolean tellsTheSameAs(Queued other) {
            return isOfTheSameUser(other) && kind.equals(other.kind);
        }
    }
}
