package io.github.keycloaktwofactor.store;

import org.keycloak.models.KeycloakSession;

/**
 * The id of the one pending set-up key that a user can have, in {@code TWO_FACTOR_USER}. The key itself lives in the
 * authentication session; a fresh look at the page in any tab makes another key the only one that can be confirmed.
 */
public final class PendingKeys {

    private static final String UPDATE =
            "update %sTWO_FACTOR_USER set PENDING_KEY = ? where REALM_ID = ? and USER_ID = ?";

    private static final String INSERT =
            "insert into %sTWO_FACTOR_USER (PENDING_KEY, REALM_ID, USER_ID) values (?, ?, ?)";

    private static final String TAKE = "update %sTWO_FACTOR_USER set PENDING_KEY = null"
            + " where REALM_ID = ? and USER_ID = ? and PENDING_KEY = ?";

    /** Stands for a key that can no longer be confirmed, though an app may hold it. */
    private static final String DROPPED = "-";

    private static final String DROP = "update %sTWO_FACTOR_USER set PENDING_KEY = ?"
            + " where REALM_ID = ? and USER_ID = ? and PENDING_KEY is not null";

    private static final String READ = "select PENDING_KEY from %sTWO_FACTOR_USER where REALM_ID = ? and USER_ID = ?";

    private final StateDatabase database;

    PendingKeys(StateDatabase database) {
        this.database = database;
    }

    public static PendingKeys of(KeycloakSession session) {
        return new PendingKeys(new StateDatabase(session.getKeycloakSessionFactory()));
    }

    /**
     * Makes the key the user's only pending one.
     *
     * @return whether there was one before that nobody has confirmed
     */
    public boolean replace(String realmId, String userId, String keyId) {
        boolean earlier = database.first(READ, row -> row.getString(1), realmId, userId) != null;
        if (database.update(UPDATE, keyId, realmId, userId) == 0 && !database.insert(INSERT, keyId, realmId, userId)) {
            database.update(UPDATE, keyId, realmId, userId);
        }
        return earlier;
    }

    /** Whether the key is the user's pending one. */
    public boolean isPending(String realmId, String userId, String keyId) {
        return keyId.equals(database.first(READ, row -> row.getString(1), realmId, userId));
    }

    /** Ends whichever key was the user's pending one. */
    public void drop(String realmId, String userId) {
        database.update(DROP, DROPPED, realmId, userId);
    }

    /** Ends the key; true for exactly one caller, and only if it was still the user's pending one. */
    public boolean take(String realmId, String userId, String keyId) {
        return database.update(TAKE, realmId, userId, keyId) == 1;
    }
}
