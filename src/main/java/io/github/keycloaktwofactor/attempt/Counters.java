package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import java.util.Map;

/** All counters of one user as a single statement has found them, for pages that speak of more than one. */
public final class Counters {

    private final Map<String, AttemptRow> rows;
    private final Instant now;

    Counters(Map<String, AttemptRow> rows, Instant now) {
        this.rows = rows;
        this.now = now;
    }

    /** Where a counter stands. */
    public CounterState counterState(Counter counter, Bucket bucket, Waits waits) {
        return row(counter).counterState(bucket, waits, now);
    }

    /** The worst that a counter says, whichever browser asks. */
    public CounterState worst(Counter counter, Waits waits) {
        return row(counter).worst(waits, now);
    }

    /** Wrong codes in a row, in whichever browser. */
    public int failures(Counter counter) {
        return row(counter).failures();
    }

    /** How many recovery codes of the set were used. */
    public int usedCodes(String setId) {
        return Long.bitCount(row(Counter.RECOVERY_CODE).usedCodes(setId));
    }

    private AttemptRow row(Counter counter) {
        return rows.getOrDefault(counter.column(), AttemptRow.NONE);
    }
}
