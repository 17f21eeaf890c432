package io.github.keycloaktwofactor.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many things at the same instant. */
public final class Together {
    private Together() {}

    /**
     * Runs {@code task} {@code count} times, each in a thread of its own, all let go at once.
     *
     * @param task gets the number of the run, from 0
     * @return the results in the order of the numbers
     */
    public static <T> List<T> run(int count, IntFunction<T> task) {
        CyclicBarrier barrier = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<T>> started = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                started.add(threads.submit(() -> {
                    barrier.await();
                    return task.apply(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : started) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError("One of " + count + " failed: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
