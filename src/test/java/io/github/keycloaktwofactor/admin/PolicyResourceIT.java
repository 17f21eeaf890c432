package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The policy as typed JSON: the same settings, and the same validation, as in the admin console. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PolicyResourceIT {

    private static final String POLICY = "/two-factor/policy";

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.switchOn(Map.of("requireEveryone", "false"));
        realm.realmRole("staff").realmRole("guests");
    }

    @BeforeEach
    void reset() {
        realm.configure(Map.of("requireEveryone", "false"));
    }

    @Test
    void everySettingIsThereWithItsTypeAndItsDefault() {
        JsonNode policy = realm.rest().get(POLICY);

        assertThat(policy.path("requireAdmins").isBoolean()).isTrue();
        assertThat(policy.path("requireAdmins").booleanValue()).isFalse();
        assertThat(policy.path("attemptsBeforeWait").intValue()).isEqualTo(6);
        assertThat(policy.path("trustedDevices").textValue()).isEqualTo("OFF");
        assertThat(texts(policy.path("acceptOtherFactors"))).containsExactly("webauthn", "webauthn-passwordless");
        assertThat(texts(policy.path("requiredRoles"))).isEmpty();
        assertThat(policy.path("supportText").textValue()).isEmpty();
        assertThat(policy.size())
                .isEqualTo(realm.rest()
                        .get("/authentication/required-actions/" + TestRealm.POLICY + "/config-description")
                        .path("properties")
                        .size());
    }

    @Test
    void whatIsSavedHoldsAtTheNextSignIn() {
        realm.user("worker", "staff");

        JsonNode saved = realm.rest()
                .put(POLICY, Map.of("requiredRoles", List.of("staff"), "attemptsBeforeWait", 4))
                .body();

        assertThat(texts(saved.path("requiredRoles"))).containsExactly("staff");
        assertThat(saved.path("attemptsBeforeWait").intValue()).isEqualTo(4);
        assertThat(Screen.of(realm.browser().signIn("worker", TestRealm.PASSWORD)))
                .isEqualTo(Screen.KEY);
        assertThat(realm.settings().path("roleIds").isMissingNode())
                .as("the form shows no note of what the names mean")
                .isFalse();
    }

    @Test
    void aPutBringsBackTheDefaultsOfWhatItLeavesOut() {
        realm.rest().put(POLICY, Map.of("attemptsBeforeWait", 4, "supportText", "Ring 4711"));

        JsonNode saved = realm.rest().put(POLICY, Map.of("waitSeconds", 60)).body();

        assertThat(saved.path("attemptsBeforeWait").intValue()).isEqualTo(6);
        assertThat(saved.path("supportText").textValue()).isEmpty();
        assertThat(saved.path("waitSeconds").intValue()).isEqualTo(60);
    }

    @Test
    void aPatchChangesOnlyWhatItNames() {
        realm.rest().put(POLICY, Map.of("attemptsBeforeWait", 4, "supportText", "Ring 4711"));
        Map<String, Object> changes = new HashMap<>();
        changes.put("waitSeconds", 60);
        changes.put("supportText", null);

        JsonNode saved = realm.rest().send("PATCH", POLICY, changes).body();

        assertThat(saved.path("attemptsBeforeWait").intValue()).isEqualTo(4);
        assertThat(saved.path("waitSeconds").intValue()).isEqualTo(60);
        assertThat(saved.path("supportText").textValue())
                .as("null is the default")
                .isEmpty();
    }

    @Test
    void anEmptyListOfOtherFactorsAcceptsNone() {
        JsonNode saved = realm.rest()
                .put(POLICY, Map.of("acceptOtherFactors", List.of()))
                .body();

        assertThat(saved.path("acceptOtherFactors")).isEmpty();
        assertThat(realm.settings().path("acceptOtherFactors").textValue()).isEqualTo("none");
    }

    @Test
    void allProblemsAreAnsweredAtOnceEachWithItsField() {
        Map<String, Object> wrong = new HashMap<>();
        wrong.put("requireEveryone", "yes");
        wrong.put("waitSeconds", 5);
        wrong.put("requiredRoles", List.of("nobody-has-this"));
        wrong.put("require_admins", true);
        wrong.put("recommendedApps", List.of("one##two"));
        wrong.put("roleIds", "mine");

        RestAnswer answer = realm.rest().send("PUT", POLICY, wrong);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(fields(answer))
                .containsExactlyInAnyOrder(
                        "requireEveryone",
                        "waitSeconds",
                        "requiredRoles",
                        "require_admins",
                        "recommendedApps",
                        "roleIds");
        assertThat(answer.text())
                .contains("Did you mean 'requireAdmins'?")
                .contains("there is no role 'nobody-has-this'")
                .contains("must be true or false");
        assertThat(realm.rest().get(POLICY).path("waitSeconds").intValue()).isEqualTo(30);
    }

    @Test
    void oneProblemIsTheAnswerItself() {
        RestAnswer answer = realm.rest().send("PATCH", POLICY, Map.of("waitSeconds", "30"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("field").textValue()).isEqualTo("waitSeconds");
        assertThat(answer.body().path("errorMessage").textValue()).contains("must be a whole number");
        assertThat(answer.body().has("errors")).isFalse();
    }

    @Test
    void whatIsNoPolicyIsRefusedAndNeverAFaultOfTheServer() {
        for (String body : List.of(
                "[]",
                "\"x\"",
                "{",
                "{\"waitSeconds\": 99999999999}",
                "{\"requiredRoles\": [null]}",
                "{\"waitSeconds\": {\"a\": 1}}",
                "{\"supportText\": \"a\\u0000b\"}")) {
            RestAnswer answer = realm.rest().send("PUT", POLICY, body);
            assertThat(answer.status()).as(body + " → " + answer.text()).isEqualTo(400);
        }
    }

    @Test
    void namesThatAreTooManyOrTooLongAreNotLookedUp() {
        for (List<String> names :
                List.of(IntStream.range(0, 501).mapToObj(i -> "a/" + i).toList(), List.of("a/".repeat(300)))) {
            RestAnswer refused = realm.rest().send("PATCH", POLICY, Map.of("requiredRoles", names));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("errorMessage").asText()).contains("at most 500 names of 511 characters");
        }
    }

    @Test
    void aChangeIsAnAdminEventWithBeforeAndAfter() {
        realm.rest().put(POLICY, Map.of("waitSeconds", 60));
        int events = policyEvents().size();
        realm.rest().put(POLICY, Map.of("waitSeconds", 60));
        assertThat(policyEvents()).as("nothing was changed").hasSize(events);

        realm.rest().put(POLICY, Map.of("waitSeconds", 90));

        JsonNode event = policyEvents().get(0);
        assertThat(event.path("operationType").textValue()).isEqualTo("UPDATE");
        assertThat(event.path("resourcePath").textValue()).isEqualTo("two-factor/policy");
        assertThat(event.path("representation").textValue())
                .contains("\"before\"")
                .contains("\"waitSeconds\":60")
                .contains("\"waitSeconds\":90");
    }

    @Test
    void withoutTheGuardThereIsNoPolicyToSave() {
        try (TestRealm bare = KeycloakServer.shared().realm()) {
            assertThat(bare.rest().send("GET", POLICY, null).status()).isEqualTo(409);
            RestAnswer answer = bare.rest().send("PUT", POLICY, Map.of());
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body().path("errorMessage").textValue()).contains("POST two-factor/setup");
        }
    }

    private List<JsonNode> policyEvents() {
        return realm.adminEvents().stream()
                .filter(event -> event.path("resourceType").asText().equals("TWO_FACTOR_POLICY"))
                .toList();
    }

    private static List<String> fields(RestAnswer answer) {
        List<String> fields = new ArrayList<>();
        answer.body()
                .path("errors")
                .forEach(error -> fields.add(error.path("field").textValue()));
        return fields;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.textValue()));
        return texts;
    }
}
