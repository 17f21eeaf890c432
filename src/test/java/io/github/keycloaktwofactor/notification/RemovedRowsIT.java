package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
        exempt(realm, Map.of("user", gone.id()));
        exempt(realm, Map.of("user", stays.id()));
        realm.realmRole("role-gone").realmRole("role-stays").clientRole("app", "role-of-client");
        List<String> roles = List.of("role-gone", "role-stays", "app/role-of-client");
        roles.forEach(role -> exempt(realm, Map.of("role", role)));
        assertThat(exemptions(realm))
                .containsExactlyInAnyOrder("gone", "stays", "role-gone", "role-stays", "app/role-of-client");

        gone.delete();
        realm.deleteRole("role-gone");
        realm.rest().delete("/clients/" + realm.clientUuid("app"));

        assertThat(exemptions(realm)).containsExactlyInAnyOrder("stays", "role-stays");
        String realmId = realm.rest().get("").path("id").asText();
        assertThat(exemptionRows(realmId)).isEqualTo(2);

        assertThat(rows("TWO_FACTOR_USER", gone)).isZero();
        assertThat(rows("TWO_FACTOR_ATTEMPT", gone)).isZero();
        assertThat(rows("TWO_FACTOR_ADDRESS", gone)).isZero();
        assertThat(rows("TWO_FACTOR_ATTEMPT", stays)).isEqualTo(1);

        realm.close();

        assertThat(rows("TWO_FACTOR_USER", stays)).isZero();
        assertThat(rows("TWO_FACTOR_ATTEMPT", stays)).isZero();
        assertThat(rows("TWO_FACTOR_ADDRESS", stays)).isZero();
        assertThat(exemptionRows(realmId)).isZero();
    }

    private static void exempt(TestRealm realm, Map<String, String> whom) {
        Map<String, Object> request = new HashMap<>(whom);
        request.put("until", SERVER.clock().now().plus(Duration.ofDays(1)).toEpochMilli());
        request.put("reason", "INC-1");
        realm.rest().post("/two-factor/exemptions", request);
    }

    private static List<String> exemptions(TestRealm realm) {
        List<String> names = new ArrayList<>();
        realm.rest()
                .get("/two-factor/exemptions")
                .forEach(one -> names.add(
                        one.at("/user/username").asText() + one.at("/role/name").asText()));
        return names;
    }

    private static int exemptionRows(String realmId) throws SQLException {
        try (Connection connection = SERVER.jdbc();
                PreparedStatement count =
                        connection.prepareStatement("select count(*) from TWO_FACTOR_EXEMPTION where REALM_ID = ?")) {
            count.setString(1, realmId);
            try (ResultSet result = count.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
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
