package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.Health;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 10: a setting that is misspelt is refused by name where Keycloak asks whether it is valid. Where Keycloak stores it
 * unasked, log, health check and an admin event say so at once, and nobody has to sign in for that.
 */
class MisspeltSettingsIT {

    private static final String GUARD = "/authentication/required-actions/" + TestRealm.POLICY;

    private final KeycloakServer server = KeycloakServer.shared();
    private final Health health = new Health(server);
    private TestRealm realm;

    @BeforeEach
    void switchOn() {
        realm = server.realm();
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource({
        "requiredRole, staff, requiredRoles",
        "RequireEveryone, true, requireEveryone",
        "exemptRole, staff, exemptRoles",
        "existingSession, AT_ONCE, existingSessions",
    })
    void anUnknownSettingIsRefusedByNameWithTheNearestKnownOne(String key, String value, String nearest) {
        RestAnswer answer = realm.configure(Map.of("requireAdmins", "true", key, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("'" + key + "' is not a setting of two-factor", "Did you mean '" + nearest + "'?");
        assertThat(realm.settings().path("requiredRoles").asText()).isEqualTo("staff");
        assertThat(realm.settings().has("requireAdmins")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"##", "staff##", "##staff", "staff## ##staff"})
    void anEmptyItemIsRefused(String list) {
        RestAnswer answer = realm.configure(Map.of("requiredRoles", list));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("requiredRoles", "empty item");
        assertThat(realm.settings().path("requiredRoles").asText()).isEqualTo("staff");
    }

    @ParameterizedTest
    @CsvSource({
        "requiredRole, boss, unknown setting 'requiredRole' is ignored (did you mean 'requiredRoles'?)",
        "requiredRoles, ##, 'requiredRoles: ''##'' has an empty item, which is ignored'",
        "requiredRoles, stuff, 'requiredRoles names ''stuff'', which is no role, and nothing says that it ever was one'",
        "trustedIdentityProviders, gogle, 'trustedIdentityProviders names ''gogle'', which the realm does not have'",
        "waitSeconds, soon, 'waitSeconds: ''soon'' is not a whole number'",
    })
    void whatIsStoredUnaskedIsToldAtOnce(String key, String value, String problem) {
        storeUnasked(key, value);

        assertThat(health.of(realm)).startsWith("on").contains(problem);
        assertThat(logged())
                .anyMatch(
                        line -> line.contains("WARN") && line.contains("by UPDATE without") && line.contains(problem));
        assertThat(told(realm)).singleElement().satisfies(event -> {
            assertThat(event.path("details").path("two_factor_problem").asText())
                    .contains(problem);
            assertThat(event.path("resourcePath").asText()).isEqualTo(GUARD.substring(1) + "/config");
            assertThat(event.path("authDetails").path("userId").asText()).isNotEmpty();
        });
    }

    @Test
    void aRoleThatIsMadeAfterItsNameWasStoredEndsTheProblem() {
        storeUnasked("requiredRoles", "crew");
        realm.user("nobody");
        assertThat(realm.browser().signIn("nobody", TestRealm.PASSWORD).signedIn())
                .isFalse();

        realm.realmRole("crew");

        assertThat(realm.browser().signIn("nobody", TestRealm.PASSWORD).signedIn())
                .isTrue();
    }

    @Test
    void aRoleThatWasDeletedIsToldApartFromOneThatNeverWas() {
        realm.deleteRole("staff");
        realm.browser().signIn(realm.user("nobody").name(), TestRealm.PASSWORD);

        assertThat(health.of(realm))
                .contains("requiredRoles names 'staff (deleted)', which is no role any more")
                .doesNotContain("nothing says");
    }

    @Test
    void anImportIsToldAtOnce() {
        String name = realm.name() + "-imported";
        server.admin().post("", imported(name, Map.of("requireAdmins", "true", "requiredRole", "staff")));
        try {
            String problem = "unknown setting 'requiredRole' is ignored (did you mean 'requiredRoles'?)";
            assertThat(health.report().path(name).asText()).isEqualTo("on; " + problem);
            assertThat(server.logText().lines())
                    .anyMatch(line -> line.contains("WARN") && line.contains(name) && line.contains("by an import"));
            assertThat(told(server.admin().get("/" + name + "/admin-events"))).hasSize(1);
        } finally {
            server.admin().delete("/" + name);
        }
    }

    @Test
    void goodSettingsThatAreStoredUnaskedAreNotToldOf() {
        storeUnasked("requiredRoles", "staff");

        assertThat(health.of(realm)).isEqualTo("on");
        assertThat(told(realm)).isEmpty();
    }

    /** The form sends along what it was given, and has no field for it. */
    @Test
    void anUnknownSettingThatWasStoredUnaskedGoesWithTheNextSave() {
        storeUnasked("requiredRole", "staff");

        assertThat(realm.configure(Map.of("requiredRoles", "staff", "requiredRole", "staff"))
                        .ok())
                .isTrue();

        assertThat(realm.settings().has("requiredRole")).isFalse();
        assertThat(health.of(realm)).isEqualTo("on");
        assertThat(logged()).anyMatch(line -> line.contains("'requiredRole'") && line.contains("was now removed"));
        assertThat(realm.configure(Map.of("requiredRole", "staff")).status()).isEqualTo(400);
    }

    private void storeUnasked(String key, String value) {
        ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
        action.withObject("/config").put(key, value);
        assertThat(realm.rest().put(GUARD, action).ok()).isTrue();
    }

    private static Map<String, Object> imported(String name, Map<String, String> config) {
        return Map.of(
                "realm",
                name,
                "enabled",
                true,
                "adminEventsEnabled",
                true,
                "requiredActions",
                List.of(Map.of(
                        "alias",
                        TestRealm.POLICY,
                        "providerId",
                        TestRealm.POLICY,
                        "name",
                        "Two-Factor: policy",
                        "enabled",
                        true,
                        "priority",
                        1,
                        "config",
                        config)));
    }

    private static List<JsonNode> told(TestRealm realm) {
        return realm.adminEvents().stream().filter(MisspeltSettingsIT::isTold).toList();
    }

    private static List<JsonNode> told(JsonNode events) {
        return StreamSupport.stream(events.spliterator(), false)
                .filter(MisspeltSettingsIT::isTold)
                .toList();
    }

    private static boolean isTold(JsonNode event) {
        return event.path("details").has("two_factor_problem");
    }

    private List<String> logged() {
        return server.logText()
                .lines()
                .filter(line -> line.contains("realm '" + realm.name() + "'"))
                .toList();
    }
}
