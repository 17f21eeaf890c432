package io.github.keycloaktwofactor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The previous verified email addresses of users, in {@code TWO_FACTOR_ADDRESS}: changing the address must not suppress
 * the mails about what an attacker does next.
 */
public final class FormerAddresses {

    /** How long a former address is notified. */
    public static final Duration TOLD_FOR = Duration.ofDays(14);

    /** Maximum per user. Further ones are not kept: if an attacker changes the address many times, the user's own is the first. */
    private static final int MOST = 10;

    private static final String AGAIN =
            "update %sTWO_FACTOR_ADDRESS set LEFT_AT = ?" + " where REALM_ID = ? and USER_ID = ? and ADDRESS = ?";

    private static final String COUNT =
            "select count(*) from %sTWO_FACTOR_ADDRESS where REALM_ID = ? and USER_ID = ? and LEFT_AT > ?";

    private static final String INSERT =
            "insert into %sTWO_FACTOR_ADDRESS (ID, REALM_ID, USER_ID, ADDRESS, LEFT_AT) values (?, ?, ?, ?, ?)";

    private static final String READ = "select ADDRESS from %sTWO_FACTOR_ADDRESS"
            + " where REALM_ID = ? and USER_ID = ? and LEFT_AT > ? order by LEFT_AT";

    private static final String FORGET = "delete from %sTWO_FACTOR_ADDRESS where REALM_ID = ? and USER_ID = ?";

    private static final String EXPIRE = "delete from %sTWO_FACTOR_ADDRESS where LEFT_AT <= ?";

    private final KeycloakSessionFactory sessions;
    private final StateDatabase database;

    private FormerAddresses(KeycloakSessionFactory sessions) {
        this.sessions = sessions;
        this.database = new StateDatabase(sessions);
    }

    public static FormerAddresses of(KeycloakSessionFactory sessions) {
        return new FormerAddresses(sessions);
    }

    /**
     * Keeps an address in the transaction that takes it from the user: there is no change without it.
     *
     * @param connection of that transaction
     */
    public void keep(Connection connection, String realmId, String userId, String address, Instant now)
            throws SQLException {
        if (update(connection, AGAIN, now.toEpochMilli(), realmId, userId, address) > 0) {
            return;
        }
        if (count(connection, realmId, userId, now.minus(TOLD_FOR).toEpochMilli()) < MOST) {
            String id = UUID.randomUUID().toString();
            update(connection, INSERT, id, realmId, userId, address, now.toEpochMilli());
        }
    }

    /** The former addresses that are notified now, oldest first. */
    public List<String> told(String realmId, String userId, Instant now) {
        return database.all(
                READ,
                row -> row.getString(1),
                realmId,
                userId,
                now.minus(TOLD_FOR).toEpochMilli());
    }

    /** Forgets those of the user. */
    public void forget(String realmId, String userId) {
        database.update(FORGET, realmId, userId);
    }

    /** Deletes those of all users that are no longer notified. */
    public void expire(Instant now) {
        database.update(EXPIRE, now.minus(TOLD_FOR).toEpochMilli());
    }

    private int count(Connection connection, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, COUNT, parameters);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        String prefix = StateDatabase.prefix(
                (JpaConnectionProviderFactory) sessions.getProviderFactory(JpaConnectionProvider.class));
        PreparedStatement statement = connection.prepareStatement(sql.formatted(prefix));
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
