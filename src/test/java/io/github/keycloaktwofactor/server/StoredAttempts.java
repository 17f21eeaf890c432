package io.github.keycloaktwofactor.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of the table of attempts as PostgreSQL holds it, read past the server.
 *
 * @param failures wrong codes in a row
 * @param waitUntil end of the wait in epoch milliseconds, 0 for none
 * @param claimed the last time step used, or the bit mask of used recovery codes
 */
public record StoredAttempts(int failures, long waitUntil, long claimed) {

    private static final String READ =
            "select failures, wait_until, claimed from two_factor_attempt" + " where user_id = ? and counter_name = ?";

    /** The row of the user's counter; all zero when there is none. */
    public static StoredAttempts of(TestRealm realm, TestUser user, String counter) {
        try (Connection connection = realm.server().jdbc();
                PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, user.id());
            read.setString(2, counter);
            try (ResultSet row = read.executeQuery()) {
                return row.next()
                        ? new StoredAttempts(row.getInt(1), row.getLong(2), row.getLong(3))
                        : new StoredAttempts(0, 0, 0);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
