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
 * Runs jobs behind the requests, those of one realm one after the other. So a mail server that does not answer holds
 * one thread and one connection, and neither a sign-in nor another realm's mails wait for it. Nobody crowds out what
 * others are to be told, nor one thing behind another: of one user a few jobs wait at most, and what goes then has an
 * equal that stays. In a full queue jobs about refused codes go first, and then the user with the most jobs loses one: a
 * user without a job gets room unless as many others as the queue holds have one job each. Jobs that wait are lost when
 * the server stops.
 */
final class MailQueue {

    private static final Logger LOG = Logger.getLogger(MailQueue.class);

    private final int capacity;
    private final int ofOneUser;
    private final Map<String, Deque<Queued>> byRealm = new HashMap<>();

    /**
     * @param capacity how many jobs of one realm may wait
     * @param ofOneUser how many of them may be about one user; more than there are kinds
     */
    MailQueue(int capacity, int ofOneUser) {
        this.capacity = capacity;
        this.ofOneUser = ofOneUser;
    }

    /** Takes the job, or drops one when too many of the realm or the user wait; never waits itself, never throws. */
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
     * Which job the new one replaces; empty if it must go itself. Refusals go first. Among jobs of equal rank the user with
     * the most loses one, and only to a user with fewer; of one user, the first that has an equal which stays.
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
     * A job that waits.
     *
     * @param userId whom it is about
     * @param kind what it tells
     * @param refusal whether it tells of refused codes: the sender has proved nothing, so one that waits is
     *     enough, and they are the first to go
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
