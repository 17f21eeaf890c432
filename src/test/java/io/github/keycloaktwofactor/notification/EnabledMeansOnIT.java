package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.Health;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule 10, enabled means on: an enabled guard whose settings were cleared or never saved has all defaults. */
@Tag("fast")
class EnabledMeansOnIT {

    private static final String DEFAULTS =
            "on; no settings are saved, so the defaults hold; nobody has to set it up, and"
                    + " users who have are asked";

    private final KeycloakServer server = KeycloakServer.shared();
    private final Health health = new Health(server);
    private TestRealm realm;
    private EnrolledUser person;

    @BeforeEach
    void switchOn() {
        realm = server.realm();
        realm.switchOn(Map.of("requireEveryone", "true"));
        person = EnrolledUser.imported(realm, "alice");
        realm.user("bob");
        assertThat(person.post(person.codeToCome()).signedIn()).isTrue();
        assertThat(health.of(realm)).isEqualTo("on");
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void clearedSettingsAreTheDefaults() {
        realm.rest().delete("/authentication/required-actions/" + TestRealm.POLICY + "/config");

        assertThat(health.of(realm)).as("before anybody signs in").isEqualTo(DEFAULTS);
        holds();
        assertThat(logged()).anyMatch(line -> line.contains("WARN") && line.contains("since DELETE by user"));
        assertThat(realm.adminEvents())
                .anySatisfy(event ->
                        assertThat(event.path("operationType").asText()).isEqualTo("DELETE"));
    }

    @Test
    void settingsThatWereNeverSavedAreTheDefaults() {
        realm.deleteAction(TestRealm.POLICY);
        realm.register(TestRealm.POLICY);

        holds();
        assertThat(health.of(realm)).isEqualTo(DEFAULTS);
    }

    @Test
    void anEmptySaveIsTheDefaultsToo() {
        assertThat(realm.configure(Map.of()).ok()).isTrue();

        holds();
        assertThat(health.of(realm)).isEqualTo(DEFAULTS);
    }

    @Test
    void aSaveThatLeavesTheRequirementOutSaysThatNobodyMustAnyMore() {
        assertThat(realm.configure(Map.of("supportText", "Call 117.")).ok()).isTrue();

        holds();
        assertThat(health.of(realm)).isEqualTo("on; nobody has to set it up, and users who have are asked");
        assertThat(logged())
                .anyMatch(line -> line.contains("WARN")
                        && line.contains("nobody has to set it up")
                        && line.contains("since UPDATE by user"));
    }

    /** The enrolled are asked and nobody is required; the factors stay. */
    private void holds() {
        assertThat(person.codePage().page().text()).contains("Two-factor verification");
        assertThat(realm.browser().signIn("bob", TestRealm.PASSWORD).signedIn()).isTrue();
        assertThat(person.user().credentials("otp")).hasSize(1);
    }

    private List<String> logged() {
        return server.logText()
                .lines()
                .filter(line -> line.contains("in realm '" + realm.name() + "'"))
                .toList();
    }
}
