package io.github.keycloaktwofactor.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The mutable part of trusted devices, in {@code TWO_FACTOR_DEVICE}: the hash of the browser's token, and the session in
 * which it was last used. A device without a row here is forgotten, even if its credential still exists.
 */
public final class DeviceTokens {

    private static final String INSERT = "insert into %sTWO_FACTOR_DEVICE"
            + " (CREDENTIAL_ID, REALM_ID, USER_ID, TOKEN_HASH, SESSION_ID, USED_AT) values (?, ?, ?, ?, ?, ?)";

    private static final String READ = "select CREDENTIAL_ID, REALM_ID, USER_ID, TOKEN_HASH, FORMER_HASH, SESSION_ID,"
            + " USED_AT from %sTWO_FACTOR_DEVICE where ";

    private static final String ROTATE = "update %sTWO_FACTOR_DEVICE"
            + " set TOKEN_HASH = ?, FORMER_HASH = ?, SESSION_ID = ?, USED_AT = ?"
            + " where CREDENTIAL_ID = ? and TOKEN_HASH = ?";

    private static final String DELETE = "delete from %sTWO_FACTOR_DEVICE where ";

    private static final String ONE = "CREDENTIAL_ID = ?";

    private static final String OF_USER = "REALM_ID = ? and USER_ID = ?";

    private static final String OF_REALM = "REALM_ID = ?";

    private static final String OF_SESSION = "SESSION_ID = ? and REALM_ID = ?";

    private final StateDatabase database;

    public DeviceTokens(StateDatabase database) {
        this.database = database;
    }

    public static DeviceTokens of(KeycloakSession session) {
        return of(session.getKeycloakSessionFactory());
    }

    public static DeviceTokens of(KeycloakSessionFactory sessions) {
        return new DeviceTokens(new StateDatabase(sessions));
    }

    /** Adds a device. */
    public void add(String credentialId, String realmId, String userId, String hash, String sessionId, Instant now) {
        database.insert(INSERT, credentialId, realmId, userId, hash, sessionId, now.toEpochMilli());
    }

    /** One device. */
    public Optional<Row> find(String credentialId) {
        return Optional.ofNullable(database.first(READ + ONE, DeviceTokens::row, credentialId));
    }

    /** The rows of a user. */
    public List<Row> of(String realmId, String userId) {
        return database.all(READ + OF_USER, DeviceTokens::row, realmId, userId);
    }

    /** The devices that were last used in the session. */
    public List<Row> ofSession(String realmId, String sessionId) {
        return database.all(READ + OF_SESSION, DeviceTokens::row, sessionId, realmId);
    }

    /**
     * Rotates the token and records the use. Of several concurrent requests with the same token, exactly one gets true.
     */
    public boolean rotate(String credentialId, String shown, String next, String sessionId, Instant now) {
        // The former hash is a parameter, not read from the row: MySQL would read the value that was just assigned.
        return database.update(ROTATE, next, shown, sessionId, now.toEpochMilli(), credentialId, shown) == 1;
    }

    /** Forgets one device. */
    public void forget(String credentialId) {
        database.update(DELETE + ONE, credentialId);
    }

    /** Forgets all devices of a realm. */
    public void forgetRealm(String realmId) {
        database.update(DELETE + OF_REALM, realmId);
    }

    /** Forgets all devices of a user. */
    public void forgetAll(String realmId, String userId) {
        database.update(DELETE + OF_USER, realmId, userId);
    }

    /** The same in the request's own transaction. */
    public static void forgetAll(KeycloakSession session, String realmId, String userId) {
        RequestDatabase.update(
                session, "delete from %sTWO_FACTOR_DEVICE where REALM_ID = ?1 and USER_ID = ?2", realmId, userId);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("CREDENTIAL_ID"),
                row.getString("REALM_ID"),
                row.getString("USER_ID"),
                row.getString("TOKEN_HASH"),
                Optional.ofNullable(row.getString("FORMER_HASH")),
                row.getString("SESSION_ID"),
                Instant.ofEpochMilli(row.getLong("USED_AT")));
    }

    /**
     * The row of a device.
     *
     * @param credentialId id of its credential
     * @param hash of the token that the browser holds, as {@code device} computes it
     * @param formerHash of the token before
     * @param sessionId id of the user session in which it was last used
     * @param usedAt when its token was last changed, which is when it was last used, to the minute
     */
    public record Row(
            String credentialId,
            String realmId,
            String userId,
            String hash,
            Optional<String> formerHash,
            String sessionId,
            Instant usedAt) {

        @Override
        public String toString() {
            return "Row[" + credentialId + "]";
        }
    }
}
