package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The state of a user or realm that is removed goes with it. */
@Tag("postgres")
class RemovedRowsIT {

    private static final KeycloakServer SERVER = KeycloakServer.onPostgres();

    @Test
    void rowsGoWithTheUserAndWithTheRealm() throws SQLException {
        TestRealm realm = SERVER.realm();
        realm.switchOn(Map.of("requireEveryone", "true"));
        TestUser gone = seen(realm, "gone");
        TestUser stays = seen(realm, "stays");
        assertThat(rows("TWO_FACTOR_USER", gone)).isEqualTo(1);
        assertThat(rows("TWO_FACTOR_ADDRESS", gone)).isEqualTo(1);

        gone.delete();

        assertThat(rows("TWO_FACTOR_USER", gone)).isZero();
        assertThat(rows("TWO_FACTOR_ATTEMPT", gone)).isZero();
        assertThat(rows("TWO_FACTOR_ADDRESS", gone)).isZero();
        assertThat(rows("TWO_FACTOR_ATTEMPT", stays)).isEqualTo(1);

        realm.close();

        assertThat(rows("TWO_FACTOR_USER", stays)).isZero();
        assertThat(rows("TWO_FACTOR_ATTEMPT", stays)).isZero();
        assertThat(rows("TWO_FACTOR_ADDRESS", stays)).isZero();
    }

    /** A user with a row in each table: one pending key, one wrong code, one address before. */
    private static TestUser seen(TestRealm realm, String name) {
        TestUser user = realm.user(name);
        realm.browser().signIn(name, "password");
        user.importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        realm.browser().signIn(name, "password").press("verify", Map.of("code", "000000"));
        return user.update(Map.of("email", name + "-2@example.org"));
    }

    private static int rows(String table, TestUser user) throws SQLException {
        try (Connection connection = SERVER.jdbc();
                PreparedStatement count =
                        connection.prepareStatement("select count(*) from " + table + " where USER_ID = ?")) {
            count.setString(1, user.id());
            try (ResultSet result = count.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
