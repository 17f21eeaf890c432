package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedOutputTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final int BUFFER = 16;

    @Test
    void aReaderWhoReadsNothingEndsTheWriteThatWaits() throws IOException {
        try (PipedInputStream nobodyReads = new PipedInputStream(BUFFER);
                PipedOutputStream pipe = new PipedOutputStream(nobodyReads);
                WatchedOutput output = new WatchedOutput(pipe, System::nanoTime, SHORT, LONG)) {
            output.write(new byte[BUFFER]);

            assertThatThrownBy(() -> output.write(new byte[BUFFER])).isInstanceOf(IOException.class);

            assertThat(Thread.currentThread().isInterrupted())
                    .as("the interruption is over")
                    .isFalse();
            assertThatThrownBy(() -> output.write(1)).isInstanceOf(IOException.class);
            assertThatThrownBy(output::flush).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aReaderWhoReadsSlowlyIsWaitedFor() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int single) {
                LockSupport.parkNanos(SHORT.dividedBy(4).toNanos());
                read.write(single);
            }
        };
        try (WatchedOutput output = new WatchedOutput(slow, System::nanoTime, SHORT, LONG)) {
            for (int i = 0; i < 12; i++) {
                output.write(i);
            }
        }
        assertThat(read.size()).isEqualTo(12);
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        AtomicLong now = new AtomicLong();
        try (WatchedOutput output = new WatchedOutput(written, now::get, SHORT, LONG)) {
            now.set(LONG.toNanos() - 1);
            output.write(1);
            now.set(LONG.toNanos());

            assertThatThrownBy(() -> output.write(2)).isInstanceOf(IOException.class);
        }
        assertThat(written.size()).isEqualTo(1);
    }
}
