package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** All counters of one user as a single statement has found them, so that no page asks for each of them. */
public final class Counters {

    private final Map<String, AttemptRow> rows;
    private final Instant at;

    /**
     * @param rows by the column of their counter; an earlier version knew more of them
     * @param at when they were read
     */
    Counters(Map<String, AttemptRow> rows, Instant at) {
        this.rows = rows;
        this.at = at;
    }

    /** Where a counter stands. */
    public CounterState counterState(Counter counter, Bucket bucket, Waits waits) {
        return row(counter).counterState(bucket, waits, at);
    }

    /** The worst that a counter says, whichever browser asks. */
    public CounterState worst(Counter counter, Waits waits) {
        return row(counter).worst(waits, at);
    }

    /** Wrong codes in a row, in whichever browser. */
    public int failures(Counter counter) {
        return row(counter).failures();
    }

    /** How many recovery codes of the set were used. */
    public int usedCodes(String setId) {
        return Long.bitCount(row(Counter.RECOVERY_CODE).usedCodes(setId));
    }

    /** The last time step (HOTP: counter) that was used of the authenticator, or empty if none was. */
    public OptionalLong lastStep(String credentialId) {
        long step = row(Counter.TOTP).lastStep(credentialId);
        return step < 0 ? OptionalLong.empty() : OptionalLong.of(step);
    }

    Instant at() {
        return at;
    }

    AttemptRow row(Counter counter) {
        return rows.getOrDefault(counter.column(), AttemptRow.NONE);
    }

    /** The same with another row. */
    Counters with(Counter counter, AttemptRow row) {
        Map<String, AttemptRow> changed = new HashMap<>(rows);
        changed.put(counter.column(), row);
        return new Counters(changed, at);
    }
}
