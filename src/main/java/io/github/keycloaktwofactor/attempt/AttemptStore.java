package io.github.keycloaktwofactor.attempt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The table {@code TWO_FACTOR_ATTEMPT}. */
final class AttemptStore {

    private static final String READ = "select FAILURES, WAIT_UNTIL, SUBJECT, CLAIMED, OTHERS, VERSION"
            + " from %sTWO_FACTOR_ATTEMPT where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ?";

    private static final String INSERT = "insert into %sTWO_FACTOR_ATTEMPT"
            + " (FAILURES, WAIT_UNTIL, SUBJECT, CLAIMED, OTHERS, VERSION, REALM_ID, USER_ID, COUNTER_NAME)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SWAP = "update %sTWO_FACTOR_ATTEMPT"
            + " set FAILURES = ?, WAIT_UNTIL = ?, SUBJECT = ?, CLAIMED = ?, OTHERS = ?, VERSION = ?"
            + " where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ? and VERSION = ?";

    private static final String CLAIM_STEP = "update %sTWO_FACTOR_ATTEMPT"
            + " set FAILURES = 0, WAIT_UNTIL = 0, CLAIMED = ?, VERSION = VERSION + 1"
            + " where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ?"
            + " and SUBJECT = ? and CLAIMED < ? and WAIT_UNTIL <= ? and FAILURES < ?";

    private final StateDatabase database;

    AttemptStore(StateDatabase database) {
        this.database = database;
    }

    AttemptRow read(AttemptKey key) {
        AttemptRow row = database.first(
                READ,
                AttemptStore::row,
                key.realmId(),
                key.userId(),
                key.counter().column());
        return row == null ? AttemptRow.NONE : row;
    }

    /** Whether {@code to} took the place of {@code from}; false when somebody else changed the row first. */
    boolean swap(AttemptKey key, AttemptRow from, AttemptRow to) {
        if (from.version() < 0) {
            return database.insert(
                    INSERT,
                    to.failures(),
                    to.waitUntil(),
                    to.subject(),
                    to.claimed(),
                    to.others(),
                    to.version(),
                    key.realmId(),
                    key.userId(),
                    key.counter().column());
        }
        return database.update(
                        SWAP,
                        to.failures(),
                        to.waitUntil(),
                        to.subject(),
                        to.claimed(),
                        to.others(),
                        to.version(),
                        key.realmId(),
                        key.userId(),
                        key.counter().column(),
                        from.version())
                == 1;
    }

    /**
     * The usual case of a right code in one statement: counts, heeds the wait and claims the step at once. Answers
     * false also when the row is missing or last belonged to another authenticator.
     */
    boolean claimStep(AttemptKey key, String credentialId, long step, Instant now, Waits waits) {
        return database.update(
                        CLAIM_STEP,
                        step,
                        key.realmId(),
                        key.userId(),
                        key.counter().column(),
                        credentialId,
                        step,
                        now.toEpochMilli(),
                        waits.maxConsecutiveFailures())
                == 1;
    }

    private static AttemptRow row(ResultSet row) throws SQLException {
        String others = row.getString("OTHERS");
        return new AttemptRow(
                row.getInt("FAILURES"),
                row.getLong("WAIT_UNTIL"),
                row.getString("SUBJECT"),
                row.getLong("CLAIMED"),
                // Oracle stores an empty text as null.
                others == null ? "" : others,
                row.getLong("VERSION"));
    }
}
