package io.github.keycloaktwofactor.notice;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs behind the requests, those of one realm one after the other. So a mail server that does not answer holds
 * one thread and one connection, and neither a sign-in nor another realm's mails wait for it. Jobs that wait are lost
 * when the server stops.
 */
final class MailQueue {

    private static final Logger LOG = Logger.getLogger(MailQueue.class);

    private final int capacity;
    private final Map<String, Queue<Runnable>> byRealm = new HashMap<>();

    /**
     * @param capacity how many jobs of one realm may wait
     */
    MailQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Takes the job, or drops it when too many of the realm wait; never waits itself, never throws. */
    void add(String realmId, Executor executor, Runnable job) {
        synchronized (byRealm) {
            Queue<Runnable> waiting = byRealm.get(realmId);
            if (waiting == null) {
                start(realmId, executor, job);
            } else if (waiting.size() < capacity) {
                waiting.add(job);
            } else {
                LOG.warnf("Too many two-factor mails wait for the mail server of realm %s; one is dropped", realmId);
            }
        }
    }

    private void start(String realmId, Executor executor, Runnable job) {
        byRealm.put(realmId, new ArrayDeque<>());
        try {
            executor.execute(() -> work(realmId, job));
        } catch (RejectedExecutionException stopping) {
            byRealm.remove(realmId);
        }
    }

    private void work(String realmId, Runnable first) {
        for (Runnable job = first; job != null; job = next(realmId)) {
            try {
                job.run();
            } catch (RuntimeException e) {
                LOG.warnf(e, "A two-factor mail of realm %s could not be sent", realmId);
            }
        }
    }

    private @Nullable Runnable next(String realmId) {
        synchronized (byRealm) {
            Queue<Runnable> waiting = byRealm.get(realmId);
            Runnable job = waiting == null ? null : waiting.poll();
            if (job == null) {
                byRealm.remove(realmId);
            }
            return job;
        }
    }
}
