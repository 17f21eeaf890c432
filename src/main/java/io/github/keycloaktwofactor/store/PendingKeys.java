package io.github.keycloaktwofactor.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The id of the one pending set-up key that a user can have, in {@code TWO_FACTOR_USER}. The key itself is in the
 * authentication session; a new GET of the page in any tab makes another key the only one that can be confirmed. The row
 * also has the key with which an app on the same device was opened: that is reported by a separate, concurrent request,
 * which must not overwrite the authentication session.
 */
public final class PendingKeys {

    private static final String UPDATE =
            "update %sTWO_FACTOR_USER set PENDING_KEY = ? where REALM_ID = ? and USER_ID = ?";

    private static final String INSERT =
            "insert into %sTWO_FACTOR_USER (PENDING_KEY, REALM_ID, USER_ID) values (?, ?, ?)";

    private static final String TAKE = "update %sTWO_FACTOR_USER set PENDING_KEY = null"
            + " where REALM_ID = ? and USER_ID = ? and PENDING_KEY = ?";

    /** Placeholder for a key that can no longer be confirmed, although an app may have it. */
    private static final String DROPPED = "-";

    private static final String DROP = "update %sTWO_FACTOR_USER set PENDING_KEY = ?"
            + " where REALM_ID = ? and USER_ID = ? and PENDING_KEY is not null";

    private static final String PUT_ON_DEVICE =
            "update %sTWO_FACTOR_USER set DEVICE_KEY = ?" + " where REALM_ID = ? and USER_ID = ? and PENDING_KEY = ?";

    private static final String READ =
            "select PENDING_KEY, DEVICE_KEY from %sTWO_FACTOR_USER where REALM_ID = ? and USER_ID = ?";

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
     * @return whether there was a previous one that was not confirmed
     */
    public boolean replace(String realmId, String userId, String keyId) {
        boolean earlier = database.first(READ, row -> row.getString(1), realmId, userId) != null;
        if (database.update(UPDATE, keyId, realmId, userId) == 0 && !database.insert(INSERT, keyId, realmId, userId)) {
            database.update(UPDATE, keyId, realmId, userId);
        }
        return earlier;
    }

    /** The row of the key; empty if it is not the user's pending one. */
    public Optional<Pending> find(String realmId, String userId, String keyId) {
        return Optional.ofNullable(
                        database.first(READ, row -> new Found(row.getString(1), row.getString(2)), realmId, userId))
                .filter(found -> keyId.equals(found.pending()))
                .map(found -> new Pending(keyId.equals(found.onDevice())));
    }

    /** Records that an app on the same device was opened with the key; false if it is not the user's pending one. */
    public boolean putOnDevice(String realmId, String userId, String keyId) {
        return database.update(PUT_ON_DEVICE, keyId, realmId, userId, keyId) == 1;
    }

    /** Ends whichever key was the user's pending one. */
    public void drop(String realmId, String userId) {
        database.update(DROP, DROPPED, realmId, userId);
    }

    /** Ends the key; true for exactly one caller, and only if it was still the user's pending one. */
    public boolean take(String realmId, String userId, String keyId) {
        return database.update(TAKE, realmId, userId, keyId) == 1;
    }

    /**
     * A key that can be confirmed.
     *
     * @param onDevice whether an app on the same device was opened with it
     */
    public record Pending(boolean onDevice) {}

    private record Found(@Nullable String pending, @Nullable String onDevice) {}
}
