package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Set-up and removal in one call each, on a realm that knows nothing of two-factor. */
final class SetupResourceIT {

    private static final String SETUP = "/two-factor/setup";
    private static final List<String> ACTIONS =
            List.of("two-factor-policy", "two-factor-setup", "two-factor-recovery-codes");
    private static final Map<String, Object> EVERYONE = Map.of("policy", Map.of("requireEveryone", true));

    private TestRealm realm;

    @BeforeEach
    void setUp() {
        realm = KeycloakServer.shared().realm();
    }

    @AfterEach
    void tearDown() {
        realm.close();
    }

    @Test
    void oneCallIsAllTheSetUpThereIs() {
        realm.user("somebody");
        assertThat(state()).isEqualTo("OFF");

        List<String> changed = changed(realm.rest().post(SETUP, EVERYONE));

        assertThat(changed)
                .containsExactly(
                        "action two-factor-policy",
                        "action two-factor-setup",
                        "action two-factor-recovery-codes",
                        "policy requireEveryone");
        assertThat(state()).isEqualTo("ENFORCED");
        assertThat(realm.rest().get("/two-factor").path("since").isNumber()).isTrue();
        assertThat(Screen.of(realm.browser().signIn("somebody", TestRealm.PASSWORD)))
                .isEqualTo(Screen.KEY);
        assertThat(firstAction()).isEqualTo("two-factor-policy");
        assertThat(realm.adminEvents().get(0).path("resourceType").asText()).isEqualTo("TWO_FACTOR_POLICY");
    }

    @Test
    void aSecondCallChangesNothing() {
        realm.rest().post(SETUP, EVERYONE);
        int events = realm.adminEvents().size();

        assertThat(changed(realm.rest().post(SETUP, EVERYONE))).isEmpty();
        assertThat(changed(realm.rest().post(SETUP, Map.of())))
                .as("without a policy the one that is stored stays")
                .isEmpty();
        assertThat(realm.adminEvents()).hasSize(events);
    }

    @Test
    void aDryRunAnswersTheSameAndChangesNothing() {
        List<String> would = changed(realm.rest().post(SETUP + "?dryRun=true", EVERYONE));

        assertThat(would).contains("action two-factor-policy", "policy requireEveryone");
        assertThat(ACTIONS).noneMatch(realm::hasAction);
        assertThat(state()).isEqualTo("OFF");
        assertThat(changed(realm.rest().post(SETUP, EVERYONE))).isEqualTo(would);
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() {
        RestAnswer answer =
                realm.rest().send("POST", SETUP, Map.of("policy", Map.of("requiredRoles", List.of("no-such-role"))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("field").textValue()).isEqualTo("requiredRoles");
        assertThat(ACTIONS).noneMatch(realm::hasAction);
        assertThat(realm.rest().send("POST", SETUP, Map.of("polcy", Map.of())).status())
                .as("a misspelt field")
                .isEqualTo(400);
    }

    @Test
    void whatSomebodyHasSwitchedOffOrMovedIsPutRight() {
        realm.rest().post(SETUP, EVERYONE);
        realm.enableAction("two-factor-setup", false);
        realm.actionPriority("two-factor-policy", 5000);

        assertThat(changed(realm.rest().post(SETUP, Map.of())))
                .containsExactly("action two-factor-policy", "action two-factor-setup");
        assertThat(firstAction()).isEqualTo("two-factor-policy");
    }

    @Test
    void fourAtOnceSetUpOnce() {
        List<RestAnswer> answers = Together.run(4, i -> realm.rest().send("POST", SETUP, EVERYONE));

        assertThat(answers)
                .extracting(RestAnswer::status)
                .contains(200)
                .allMatch(status -> status == 200 || status == 409);
        assertThat(changed(realm.rest().post(SETUP, EVERYONE))).isEmpty();
        assertThat(realm.rest().get("/authentication/required-actions").findValuesAsText("alias"))
                .doesNotHaveDuplicates();
    }

    @Test
    void removedItAnswersThePolicyAndTheRealmIsAsBefore() {
        realm.user("somebody");
        realm.rest().post(SETUP, EVERYONE);

        JsonNode removed = realm.rest().delete(SETUP).body();

        assertThat(removed.path("policy").path("requireEveryone").booleanValue())
                .isTrue();
        assertThat(ACTIONS).noneMatch(realm::hasAction);
        assertThat(Screen.of(realm.browser().signIn("somebody", TestRealm.PASSWORD)))
                .isEqualTo(Screen.SIGNED_IN);
        assertThat(realm.rest().delete(SETUP).body().path("changes"))
                .as("again")
                .isEmpty();
        assertThat(changed(realm.rest().post(SETUP, Map.of("policy", removed.path("policy")))))
                .as("and back")
                .contains("policy requireEveryone");
    }

    private String state() {
        return realm.rest().get("/two-factor").path("state").textValue();
    }

    private String firstAction() {
        return realm.rest()
                .get("/authentication/required-actions")
                .get(0)
                .path("alias")
                .textValue();
    }

    private static List<String> changed(RestAnswer answer) {
        List<String> changed = new ArrayList<>();
        answer.body()
                .path("changes")
                .forEach(change -> changed.add(change.path("what").textValue()));
        return changed;
    }
}
