package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.store.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The table {@code TWO_FACTOR_ATTEMPT}. */
final class AttemptStore {

    private static final String READ = "select FAILURES, WAIT_UNTIL, OWN_COUNTS, SUBJECT, CLAIMED, OTHERS, VERSION"
            + " from %sTWO_FACTOR_ATTEMPT where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ?";

    private static final String READ_ALL =
            "select COUNTER_NAME, FAILURES, WAIT_UNTIL, OWN_COUNTS, SUBJECT, CLAIMED, OTHERS,"
                    + " VERSION from %sTWO_FACTOR_ATTEMPT where REALM_ID = ? and USER_ID = ?";

    private static final String INSERT = "insert into %sTWO_FACTOR_ATTEMPT"
            + " (FAILURES, WAIT_UNTIL, OWN_COUNTS, SUBJECT, CLAIMED, OTHERS, VERSION, REALM_ID, USER_ID, COUNTER_NAME)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SWAP = "update %sTWO_FACTOR_ATTEMPT"
            + " set FAILURES = ?, WAIT_UNTIL = ?, OWN_COUNTS = ?, SUBJECT = ?, CLAIMED = ?, OTHERS = ?, VERSION = ?"
            + " where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ? and VERSION = ?";

    private static final String CLAIM_STEP = "update %sTWO_FACTOR_ATTEMPT"
            + " set CLAIMED = ?, VERSION = VERSION + 1"
            + " where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ?"
            + " and SUBJECT = ? and CLAIMED < ? and ";

    private static final String COUNT_FIRST = "update %sTWO_FACTOR_ATTEMPT"
            + " set FAILURES = ?, WAIT_UNTIL = ?, VERSION = VERSION + 1"
            + " where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ? and ";

    private static final String COUNT_OWN_FIRST = "update %sTWO_FACTOR_ATTEMPT"
            + " set OWN_COUNTS = ?, VERSION = VERSION + 1"
            + " where REALM_ID = ? and USER_ID = ? and COUNTER_NAME = ? and ";

    private static final String NOTHING_COUNTED = "FAILURES = 0";

    private static final String NOTHING_COUNTED_APART = "OWN_COUNTS is null";

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

    /** All rows of a user by counter; an earlier version had more counters. */
    Map<String, AttemptRow> readAll(String realmId, String userId) {
        return database
                .all(READ_ALL, row -> Map.entry(row.getString("COUNTER_NAME"), row(row)), realmId, userId)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Replaces {@code from} with {@code to}; false if the row was changed concurrently. */
    boolean swap(AttemptKey key, AttemptRow from, AttemptRow to) {
        if (from.version() < 0) {
            return database.insert(
                    INSERT,
                    to.common().failures(),
                    to.common().waitUntil(),
                    to.own().column(),
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
                        to.common().failures(),
                        to.common().waitUntil(),
                        to.own().column(),
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
     * The usual case of a right code in one statement: claims the step if no wrong code was counted since the last right
     * one. Also false if the row is missing or last belonged to another authenticator.
     */
    boolean claimStep(AttemptKey key, Bucket bucket, String credentialId, long step) {
        return database.update(
                        CLAIM_STEP + nothingCounted(bucket),
                        step,
                        key.realmId(),
                        key.userId(),
                        key.counter().column(),
                        credentialId,
                        step)
                == 1;
    }

    /**
     * The usual case of a wrong code in one statement: the first since the last right one. Accepting a right code takes
     * exactly as many statements as counting a wrong one; otherwise concurrent posts could overtake the count.
     */
    boolean countFirst(AttemptKey key, Bucket bucket, Count first, Instant now) {
        return switch (bucket.kind()) {
            case COMMON ->
                database.update(
                                COUNT_FIRST + nothingCounted(bucket),
                                first.failures(),
                                first.waitUntil(),
                                key.realmId(),
                                key.userId(),
                                key.counter().column())
                        == 1;
            case BROWSER, MAIL ->
                database.update(
                                COUNT_OWN_FIRST + nothingCounted(bucket),
                                OwnCounts.NONE.with(bucket, first, now).column(),
                                key.realmId(),
                                key.userId(),
                                key.counter().column())
                        == 1;
        };
    }

    private static String nothingCounted(Bucket bucket) {
        return switch (bucket.kind()) {
            case COMMON -> NOTHING_COUNTED;
            case BROWSER, MAIL -> NOTHING_COUNTED_APART;
        };
    }

    private static AttemptRow row(ResultSet row) throws SQLException {
        String others = row.getString("OTHERS");
        return new AttemptRow(
                new Count(row.getInt("FAILURES"), row.getLong("WAIT_UNTIL")),
                OwnCounts.stored(row.getString("OWN_COUNTS")),
                row.getString("SUBJECT"),
                row.getLong("CLAIMED"),
                // Oracle stores an empty string as null.
                others == null ? "" : others,
                row.getLong("VERSION"));
    }
}
