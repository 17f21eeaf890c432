package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.Health;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 10: who switches two-factor off, however they do it, is obeyed, and event, log and health say so. */
class SwitchedOffIT {

    private static final String GUARD = "/authentication/required-actions/" + TestRealm.POLICY;
    private static final String DISABLED = "off: the required action is disabled";
    private static final String NOT_REGISTERED = "off: the required action is not registered";

    private final KeycloakServer server = KeycloakServer.shared();
    private final Health health = new Health(server);
    private TestRealm realm;
    private EnrolledUser person;

    @BeforeEach
    void switchOn() {
        realm = server.realm();
        realm.switchOn(Map.of("requireEveryone", "true"));
        person = EnrolledUser.imported(realm, "alice");
        person.post(person.codeToCome());
        assertThat(health()).isEqualTo("on");
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void aDisabledGuard() {
        realm.switchOff();

        saysSo(DISABLED, "UPDATE");
    }

    @Test
    void aDeletedGuard() {
        realm.deleteAction(TestRealm.POLICY);

        saysSo(NOT_REGISTERED, "DELETE");
    }

    /** By our own call, where Keycloak has no admin event of its own. */
    @Test
    void aRealmThatOnlyReports() {
        realm.rest().put("/two-factor/policy", Map.of("requireEveryone", true, "mode", "REPORT_ONLY"));

        assertThat(health()).startsWith("on; report only since ");
        if (!server.logText().isEmpty()) {
            assertThat(logged())
                    .anyMatch(line -> line.contains("WARN")
                            && line.contains("report only since ")
                            && line.contains("since UPDATE by user"));
        }
    }

    @Test
    void switchedOnAgainItIsOn() {
        realm.switchOff();
        saysSo(DISABLED, "UPDATE");
        realm.enableAction(TestRealm.POLICY, true);

        assertThat(person.codePage().page().text()).contains("Two-factor verification");
        assertThat(health()).isEqualTo("on");
    }

    @Test
    void aSettingThatCannotBeReadIsNamedUntilItIsSaved() {
        ObjectNode guard = (ObjectNode) realm.rest().get(GUARD);
        ((ObjectNode) guard.get("config")).put("waitSeconds", "soon");
        realm.rest().put(GUARD, guard);
        person.codePage();

        assertThat(health()).startsWith("on; waitSeconds").contains("soon");

        realm.configure(Map.of("requireEveryone", "true", "waitSeconds", "30"));
        person.codePage();
        assertThat(health()).isEqualTo("on");
    }

    @Test
    void aRoleThatIsGoneIsNamed() {
        realm.realmRole("boss");
        realm.configure(Map.of("requiredRoles", "boss"));
        realm.deleteRole("boss");
        person.codePage();

        assertThat(health()).startsWith("on; requiredRoles names 'boss (deleted)', which is no role");
    }

    @Test
    void aRealmThatNeverHadItAndOneThatIsGoneAreNotMentioned() {
        try (TestRealm stock = server.realm()) {
            stock.user("carol");
            stock.browser().signIn("carol", TestRealm.PASSWORD);

            assertThat(health.report().has(stock.name())).isFalse();
        }
        TestRealm gone = server.realm();
        gone.switchOn(Map.of("requireEveryone", "true"));
        EnrolledUser.setUp(withUser(gone), "dave");
        assertThat(health.report().has(gone.name())).isTrue();
        gone.close();

        assertThat(health.report().has(gone.name())).isFalse();
    }

    private static TestRealm withUser(TestRealm realm) {
        realm.user("dave");
        return realm;
    }

    private void saysSo(String state, String operation) {
        assertThat(health()).as("before anybody signs in").isEqualTo(state);
        assertThat(realm.browser().signIn("alice", TestRealm.PASSWORD).page().has("#kc-otp-login-form"))
                .as("stock Keycloak asks, and the factor is still there")
                .isTrue();
        assertThat(realm.adminEvents()).as("Keycloak's own admin event").anySatisfy(event -> {
            assertThat(event.path("operationType").asText()).isEqualTo(operation);
            assertThat(event.path("resourcePath").asText()).contains(TestRealm.POLICY);
        });
        List<String> log = logged();
        if (!server.logText().isEmpty()) {
            assertThat(log)
                    .anyMatch(
                            line -> line.contains("WARN") && line.contains("people sign in as without this extension"));
            assertThat(log)
                    .anyMatch(line -> line.contains("WARN")
                            && line.contains("since " + operation + " by user")
                            && line.contains("through client"));
        }
    }

    private List<String> logged() {
        try (Stream<String> lines = server.logText().lines()) {
            return lines.filter(line -> line.contains("in realm '" + realm.name() + "'"))
                    .toList();
        }
    }

    private String health() {
        return health.of(realm);
    }
}
