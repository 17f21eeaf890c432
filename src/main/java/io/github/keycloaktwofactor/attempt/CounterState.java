package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a counter stands.
 *
 * @param waitUntil end of the wait that applies now, or null
 * @param triesLeft wrong codes that are still answered without a wait
 * @param off whether the factor is switched off after too many wrong codes in a row
 */
public record CounterState(@Nullable Instant waitUntil, int triesLeft, boolean off) {

    /** Whether a code would be looked at now. */
    public boolean open() {
        return waitUntil == null && !off;
    }

    /** The worse of both in each respect. */
    public CounterState worse(CounterState other) {
        return new CounterState(
                later(waitUntil, other.waitUntil), Math.min(triesLeft, other.triesLeft), off || other.off);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
