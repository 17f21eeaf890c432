package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

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
                        "client two-factor-admin",
                        "role two-factor-admin/view-report",
                        "role two-factor-admin/help-desk",
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
        assertThat(realm.rest().get("/clients?clientId=two-factor-admin")).isEmpty();
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
        assertThat(realm.rest().get("/clients?clientId=two-factor-admin")).hasSize(1);
        assertThat(realm.rest()
                        .get("/clients/" + realm.clientUuid("two-factor-admin") + "/roles")
                        .findValuesAsText("name"))
                .containsExactlyInAnyOrder("view-report", "help-desk");
    }

    @Test
    void theClientHasOneWayToATokenAndTwoRoles() {
        realm.rest().post(SETUP, Map.of());

        JsonNode client = realm.rest().get("/clients?clientId=two-factor-admin").get(0);
        assertThat(client.path("publicClient").asBoolean()).isTrue();
        assertThat(client.path("standardFlowEnabled").asBoolean()).isTrue();
        assertThat(client.path("fullScopeAllowed").asBoolean()).isTrue();
        assertThat(List.of("implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled", "bearerOnly"))
                .allSatisfy(off -> assertThat(client.path(off).asBoolean(true)).isFalse());
        assertThat(client.path("attributes").path("pkce.code.challenge.method").asText())
                .isEqualTo("S256");
        assertThat(client.path("rootUrl").asText()).isEqualTo("${authAdminUrl}");
        assertThat(client.path("redirectUris").get(0).asText())
                .isEqualTo("/realms/" + realm.name() + "/two-factor/admin/*");
        assertThat(client.path("redirectUris")).hasSize(1);
        assertThat(client.path("webOrigins").get(0).asText()).isEqualTo("+");
        assertThat(realm.rest()
                        .get("/clients/" + client.path("id").asText() + "/roles")
                        .findValuesAsText("name"))
                .containsExactlyInAnyOrder("view-report", "help-desk");
    }

    @Test
    void somebodySignsInToItWithPkceAloneAndTheLogSaysNothing() {
        realm.user("somebody");
        realm.rest().post(SETUP, Map.of());
        String page = realm.url("/two-factor/admin/");

        Map<String, String> plain = Map.of("redirect_uri", page);
        BrowserSession without = realm.browser().open(realm.authUrl("two-factor-admin", plain));
        assertThat(without.page().uri().toString()).startsWith(page).contains("error=invalid_request");

        Map<String, String> elsewhere = Map.of("redirect_uri", realm.callbackUrl());
        assertThat(realm.browser()
                        .open(realm.authUrl("two-factor-admin", elsewhere))
                        .page()
                        .text())
                .contains("Invalid parameter: redirect_uri");

        assertThat(realm.token(Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "two-factor-admin",
                                "username",
                                "somebody",
                                "password",
                                TestRealm.PASSWORD))
                        .ok())
                .isFalse();
        assertThat(realm.server().logText().lines().filter(line -> line.contains("two-factor-admin")))
                .noneMatch(line -> line.contains("KC-SERVICES0018"));
    }

    @Test
    void aClientThatAToolHasMadeIsLeftAsItIs() throws IOException {
        String yaml = Files.readString(Path.of("docs/admin-guide.md"))
                .replaceFirst("(?s).*```yaml\n(clients:\n  - clientId: two-factor-admin\n.*?)```.*", "$1")
                .replace("acme", realm.name());
        JsonNode file = new ObjectMapper().valueToTree(new Yaml().load(yaml));
        String client =
                realm.rest().post("/clients", file.path("clients").get(0)).createdId();
        file.path("roles")
                .path("client")
                .path("two-factor-admin")
                .forEach(role -> realm.rest().post("/clients/" + client + "/roles", role));

        assertThat(changed(realm.rest().post(SETUP, Map.of())))
                .containsExactlyElementsOf(
                        ACTIONS.stream().map(action -> "action " + action).toList());
    }

    @Test
    void whoMadeTheClientBeforeHasNoKeyToItAnyMore() {
        String initial = realm.rest()
                .post("/clients-initial-access", Map.of("count", 1, "expiration", 3600))
                .body()
                .path("token")
                .asText();
        AdminRest registration = realm.rest().registration();
        RestAnswer made = registration
                .as(initial)
                .send(
                        "POST",
                        "/default",
                        Map.of(
                                "clientId",
                                "two-factor-admin",
                                "publicClient",
                                true,
                                "redirectUris",
                                List.of("https://evil.example/*"),
                                "attributes",
                                Map.of("access.token.lifespan", "86400")));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        AdminRest maker =
                registration.as(made.body().path("registrationAccessToken").asText());
        realm.rest()
                .post(
                        "/clients/" + realm.clientUuid("two-factor-admin") + "/protocol-mappers/models",
                        Map.of(
                                "name",
                                "claims",
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-hardcoded-claim-mapper",
                                "config",
                                Map.of("claim.name", "a", "claim.value", "b")));

        RestAnswer setUp = realm.rest().post(SETUP, Map.of());

        assertThat(changed(setUp)).contains("client two-factor-admin");
        assertThat(setUp.body().findValues("mappers"))
                .as("before and after")
                .extracting(JsonNode::toString)
                .containsExactly("[\"claims\"]", "[]");
        assertThat(maker.send("GET", "/default/two-factor-admin", null).status())
                .isEqualTo(401);
        JsonNode client = realm.rest().get("/clients?clientId=two-factor-admin").get(0);
        assertThat(client.path("redirectUris").toString()).doesNotContain("evil");
        assertThat(client.path("protocolMappers")).isEmpty();
        assertThat(client.path("attributes").has("access.token.lifespan")).isFalse();
        assertThat(changed(realm.rest().post(SETUP, Map.of()))).as("again").isEmpty();
    }

    @Test
    void aClientThatSomebodyChangedIsPutRightAndItsRolesStay() {
        realm.rest().post(SETUP, Map.of());
        realm.user("agent", "two-factor-admin/help-desk");
        realm.updateClient(
                "two-factor-admin",
                Map.of("directAccessGrantsEnabled", true, "redirectUris", List.of("https://evil.example/*")));

        assertThat(changed(realm.rest().post(SETUP, Map.of()))).containsExactly("client two-factor-admin");
        JsonNode client = realm.rest().get("/clients?clientId=two-factor-admin").get(0);
        assertThat(client.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(client.path("redirectUris").toString()).doesNotContain("evil");
        assertThat(realm.find("agent")
                        .rest()
                        .get("/role-mappings/clients/" + client.path("id").asText()))
                .hasSize(1);
    }

    @Test
    void removedItAnswersThePolicyAndTheRealmIsAsBefore() {
        realm.user("somebody");
        realm.rest().post(SETUP, EVERYONE);

        JsonNode removed = realm.rest().delete(SETUP).body();

        assertThat(removed.path("policy").path("requireEveryone").booleanValue())
                .isTrue();
        assertThat(ACTIONS).noneMatch(realm::hasAction);
        assertThat(realm.rest().get("/clients?clientId=two-factor-admin")).isEmpty();
        assertThat(removed.path("changes").findValuesAsText("what"))
                .contains("client two-factor-admin", "role two-factor-admin/help-desk");
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
