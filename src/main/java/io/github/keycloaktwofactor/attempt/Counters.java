package io.github.keycloaktwofactor.attempt;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** All counters of one user, read in a single statement. */
public final class Counters {

    private final Map<String, AttemptRow> rows;
    private final Instant at;

    /**
     * @param rows by the value of their counter column; an earlier version had more counters
     * @param at when they were read
     */
    Counters(Map<String, AttemptRow> rows, Instant at) {
        this.rows = rows;
        this.at = at;
    }

    /** The state of a counter. */
    public CounterState counterState(Counter counter, Bucket bucket, Waits waits) {
        return row(counter).counterState(bucket, waits, at);
    }

    /** The worst state of a counter in any browser. */
    public CounterState worst(Counter counter, Waits waits) {
        return row(counter).worst(waits, at);
    }

    /** Consecutive wrong codes in any browser. */
    public int failures(Counter counter) {
        return row(counter).failures();
    }

    /** How many recovery codes of the set were used. */
    public int usedCodes(String setId) {
        return Long.bitCount(row(Counter.RECOVERY_CODE).usedCodes(setId));
    }

    /** The last used time step (HOTP: counter) of the authenticator; empty if none was used. */
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

    /** A copy with another row. */
    Counters with(Counter counter, AttemptRow row) {
        Map<String, AttemptRow> changed = new HashMap<>(rows);
        changed.put(counter.column(), row);
        return new Counters(changed, at);
    }
}
