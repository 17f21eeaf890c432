package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a counter.
 *
 * @param waitUntil end of the wait that applies now, or null
 * @param triesLeft wrong codes that are still possible without a wait
 * @param off whether the factor is blocked after too many consecutive wrong codes
 */
public record CounterState(@Nullable Instant waitUntil, int triesLeft, boolean off) {

    /** Whether a code would be checked now. */
    public boolean open() {
        return waitUntil == null && !off;
    }

    /** The worse of both, field by field. */
    public CounterState worse(CounterState other) {
        return new CounterState(
                later(waitUntil, other.waitUntil), Math.min(triesLeft, other.triesLeft), off || other.off);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
