package io.github.keycloaktwofactor.attempt;

import java.time.Instant;

/**
 * Consecutive wrong codes, and the wait that follows from them.
 *
 * @param failures consecutive wrong codes
 * @param waitUntil end of the wait in epoch milliseconds, 0 for none
 */
record Count(int failures, long waitUntil) {

    static final Count NONE = new Count(0, 0);

    /** The count after one more wrong code. */
    Count failed(Waits waits, Instant now) {
        long seconds = waits.secondsAfter(failures + 1);
        return new Count(
                failures + 1, seconds == 0 ? 0 : now.plusSeconds(seconds).toEpochMilli());
    }

    /** The count without its wait. */
    Count withoutWait() {
        return new Count(failures, 0);
    }

    boolean waiting(Instant now) {
        return waitUntil > now.toEpochMilli();
    }

    CounterState counterState(Waits waits, Instant now) {
        Instant until = waiting(now) ? Instant.ofEpochMilli(waitUntil) : null;
        return new CounterState(until, waits.left(failures), waits.off(failures));
    }
}
