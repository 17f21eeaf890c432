package io.github.keycloaktwofactor.report;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The response of an export, with two time limits: for one write, which blocks while the client does not read, and for
 * the whole response. Keycloak has no time limit for writes, so a watchdog thread interrupts the write, and nothing
 * else. Once a limit is reached, every further write fails.
 */
final class WatchedOutput extends OutputStream {

    private static final int LOOKS_IN_A_LIMIT = 20;

    private final OutputStream out;
    private final LongSupplier nanoTime;
    private final Duration longestWrite;
    private final Duration longest;
    private final long start;
    private final ScheduledExecutorService watch;
    private final ScheduledFuture<?> looks;
    private @Nullable Thread writer;
    private long since;
    private boolean ended;

    /**
     * @param nanoTime monotonic time, such as {@link System#nanoTime()}: a change of the server's clock has no effect
     * @param longestWrite longest time that one write may take
     * @param longest longest time for everything
     */
    WatchedOutput(OutputStream out, LongSupplier nanoTime, Duration longestWrite, Duration longest) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.longestWrite = longestWrite;
        this.longest = longest;
        this.start = nanoTime.getAsLong();
        this.watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "two-factor-export-watch");
            thread.setDaemon(true);
            return thread;
        });
        long pause = Math.max(1, longestWrite.toMillis() / LOOKS_IN_A_LIMIT);
        this.looks = watch.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        begin();
        try {
            out.write(bytes, offset, length);
        } finally {
            complete();
        }
        failIfEnded();
    }

    @Override
    public void flush() throws IOException {
        begin();
        try {
            out.flush();
        } finally {
            complete();
        }
        failIfEnded();
    }

    /** Ends the watch; the response itself is the server's to close. */
    @Override
    public void close() {
        looks.cancel(false);
        watch.shutdownNow();
    }

    private synchronized void begin() throws IOException {
        ended |= isOver(start, longest);
        failIfEnded();
        since = nanoTime.getAsLong();
        writer = Thread.currentThread();
    }

    private synchronized void complete() {
        writer = null;
        if (ended) {
            // The watch may have interrupted a write that was just done.
            Thread.interrupted();
        }
    }

    private synchronized void failIfEnded() throws IOException {
        if (ended) {
            throw new InterruptedIOException("The client has not read the export in time");
        }
    }

    private synchronized void look() {
        if (writer != null && !ended && (isOver(start, longest) || isOver(since, longestWrite))) {
            ended = true;
            writer.interrupt();
        }
    }

    private boolean isOver(long from, Duration limit) {
        return nanoTime.getAsLong() - from >= limit.toNanos();
    }
}
