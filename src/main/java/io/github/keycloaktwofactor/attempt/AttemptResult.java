package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt: a consistent snapshot, because a counter that is read later may have changed.
 *
 * @param verdict whether the code was accepted, or why not
 * @param counterState state of the counter that the attempt was counted on; null if it was not counted
 * @param counters all counters of the user after the attempt; null if they were not read
 */
public record AttemptResult(
        Verdict verdict,
        @Nullable CounterState counterState,
        @Nullable Counters counters) {

    /** The result of an attempt that was decided without reading the counters. */
    public AttemptResult(Verdict verdict, CounterState counterState) {
        this(verdict, counterState, null);
    }

    /** The result of an attempt that was not counted. */
    public static AttemptResult uncounted(Verdict verdict) {
        return new AttemptResult(verdict, null, null);
    }

    public boolean accepted() {
        return verdict == Verdict.ACCEPTED;
    }

    /** What to say: while a wait lasts or the factor is off that and nothing else, as a right code gets the same answer. */
    public Verdict told() {
        if (counterState == null || counterState.open()) {
            return verdict;
        }
        return counterState.off() ? Verdict.OFF : Verdict.WAITING;
    }

    /** End of the wait that now applies, or null. */
    public @Nullable Instant waitUntil() {
        return counterState == null ? null : counterState.waitUntil();
    }
}
