package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an attempt. All of it is of one moment: asked for later, a counter may have moved on.
 *
 * @param verdict what became of the code
 * @param counterState where the counter stands that the attempt was counted on; null if it was not counted
 * @param counters all counters of the user after the attempt; null if it was settled without reading them
 */
public record AttemptResult(
        Verdict verdict,
        @Nullable CounterState counterState,
        @Nullable Counters counters) {

    /** Of an attempt that was settled without reading the counters. */
    public AttemptResult(Verdict verdict, CounterState counterState) {
        this(verdict, counterState, null);
    }

    /** Of an attempt that no counter knows of. */
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
