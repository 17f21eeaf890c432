package io.github.keycloaktwofactor.exemption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule 5: exemptions on record, by REST and at each door; they count from the moment they are made until they end. */
@Tag("fast")
final class ExemptionsIT {

    private static final String EXEMPTIONS = "/two-factor/exemptions";
    private static final String REASON = "INC-4711 no phone yet";
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final String REFUSAL = "Two-factor authentication is required";

    private TestRealm realm;

    @BeforeEach
    void setUp() {
        realm = KeycloakServer.shared().realm();
        realm.update(Map.of("accessTokenLifespan", 36000));
        realm.realmRole("staff").realmRole("interns").composite("seasonal", "interns");
        realm.group("Warehouse", "interns");
        realm.switchOn(Map.of("requiredRoles", "staff"));
    }

    @AfterEach
    void tearDown() {
        realm.close();
    }

    @Test
    void whatIsAddedIsAnsweredListedAndEnded() {
        TestUser ada = realm.user("ada", "staff");
        long before = now().toEpochMilli();

        RestAnswer added = add(realm.rest(), "user", ada.id(), inDays(2));

        assertThat(added.status()).isEqualTo(201);
        JsonNode record = added.body();
        assertThat(added.createdId()).isEqualTo(record.path("id").asText());
        assertThat(names(record)).isEqualTo(new TreeSet<>(List.of("id", "user", "until", "reason", "by", "at")));
        assertThat(record.at("/user/id").asText()).isEqualTo(ada.id());
        assertThat(record.at("/user/username").asText()).isEqualTo("ada");
        assertThat(record.path("reason").asText()).isEqualTo(REASON);
        assertThat(record.at("/by/username").asText()).isEqualTo("admin");
        assertThat(record.path("at").asLong()).isBetween(before, now().toEpochMilli());
        JsonNode ofRole = add(realm.rest(), "role", "interns", inDays(1)).body();
        assertThat(names(ofRole)).isEqualTo(new TreeSet<>(List.of("id", "role", "until", "reason", "by", "at")));
        assertThat(names(ofRole.path("role"))).isEqualTo(new TreeSet<>(List.of("id", "name")));
        assertThat(ofRole.at("/role/name").asText()).isEqualTo("interns");
        assertThat(list()).as("the first to end first").containsExactly(ofRole, record);

        assertThat(end(realm.rest(), record).status()).isEqualTo(204);

        assertThat(list()).containsExactly(ofRole);
        assertThat(end(realm.rest(), record).status()).isEqualTo(404);
    }

    @Test
    void eachChangeIsAnAdminEventWithWhatWasBeforeAndAfterAndWhy() {
        TestUser ada = realm.user("ada", "staff");
        JsonNode record = add(realm.rest(), "user", ada.id(), inDays(2)).body();

        JsonNode added = realm.adminEvents().get(0);
        assertThat(added.path("resourceType").asText()).isEqualTo("TWO_FACTOR_EXEMPTION");
        assertThat(added.path("operationType").asText()).isEqualTo("CREATE");
        assertThat(added.at("/details/reason").asText()).isEqualTo(REASON);
        assertThat(representation(added).hasNonNull("before")).isFalse();
        assertThat(representation(added).path("after")).isEqualTo(record);

        realm.rest().delete(EXEMPTIONS + "/" + record.path("id").asText() + "?reason=found+a+phone");

        JsonNode ended = realm.adminEvents().get(0);
        assertThat(ended.path("operationType").asText()).isEqualTo("DELETE");
        assertThat(ended.at("/details/reason").asText()).isEqualTo("found a phone");
        assertThat(representation(ended).path("before")).isEqualTo(record);
        assertThat(representation(ended).hasNonNull("after")).isFalse();
    }

    @Test
    void invalidRequestsAreRefusedByField() {
        TestUser ada = realm.user("ada", "staff");
        realm.clientRole("app", "agent");
        long until = inDays(2);
        refused(Map.of("until", until, "reason", REASON), "user");
        refused(Map.of("user", ada.id(), "role", "staff", "until", until, "reason", REASON), "user");
        refused(Map.of("user", 7, "role", "staff", "until", until, "reason", REASON), "user");
        refused(Map.of("user", ada.id(), "until", until), "reason");
        refused(Map.of("user", ada.id(), "until", until, "reason", " "), "reason");
        refused(Map.of("user", ada.id(), "until", until, "reason", "two\nlines"), "reason");
        refused(Map.of("user", ada.id(), "until", until, "reason", "x".repeat(256)), "reason");
        refused(Map.of("user", ada.id(), "reason", REASON), "until");
        refused(Map.of("user", ada.id(), "until", "tomorrow", "reason", REASON), "until");
        refused(Map.of("user", ada.id(), "until", 1.5e12, "reason", REASON), "until");
        refused(Map.of("user", ada.id(), "until", now().toEpochMilli() - 1, "reason", REASON), "until");
        refused(Map.of("user", ada.id(), "until", inDays(90) + 60_000, "reason", REASON), "until");
        refused(Map.of("user", ada.id(), "until", until, "reason", REASON, "by", "me"), "by");
        for (String body : List.of("[]", "{", "\"text\"", "null")) {
            assertThat(realm.rest().send("POST", EXEMPTIONS, body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(add(realm.rest(), "role", "app/*", until).status())
                .as("a whole client")
                .isEqualTo(400);
        assertThat(realm.rest().send("DELETE", EXEMPTIONS + "/e1", null).status())
                .isEqualTo(400);
        for (String id : List.of("e1", "%C3%A9", "x".repeat(300))) {
            RestAnswer answer = realm.rest().send("DELETE", EXEMPTIONS + "/" + id + "?reason=over", null);
            assertThat(answer.status()).as(id).isEqualTo(404);
        }
        assertThat(list()).isEmpty();

        assertThat(add(realm.rest(), "user", ada.id(), inDays(90) - 60_000).status())
                .isEqualTo(201);
        assertThat(add(realm.rest(), "role", "app/agent", until).status()).isEqualTo(201);
    }

    @Test
    void whatIsOfAnotherRealmIsNotFound() {
        try (TestRealm other = KeycloakServer.shared().realm()) {
            TestUser theirs = other.realmRole("theirs").user("theirs");
            String role = other.rest().get("/roles/theirs").path("id").asText();
            JsonNode record = other.rest()
                    .post(EXEMPTIONS, Map.of("user", theirs.id(), "until", inDays(2), "reason", REASON))
                    .body();

            assertThat(add(realm.rest(), "user", theirs.id(), inDays(2)).status())
                    .isEqualTo(404);
            assertThat(add(realm.rest(), "role", role, inDays(2)).status()).isEqualTo(404);
            assertThat(end(realm.rest(), record).status()).isEqualTo(404);
            assertThat(list()).isEmpty();
            assertThat(other.rest().get(EXEMPTIONS)).hasSize(1);
        }
    }

    @Test
    void nobodyExemptsThemselvesOrAdministratorsWithMoreRights() {
        TestUser head = realm.user("head", "realm-management/manage-realm", "interns");
        TestUser chief = realm.user("chief", "realm-management/realm-admin");
        TestUser peer = realm.user("peer", "realm-management/manage-realm");
        realm.composite("lead", "realm-management/manage-users");
        AdminRest asHead = realm.rest().as(realm.adminToken("head"));

        forbidden(add(asHead, "user", head.id(), inDays(2)));
        forbidden(add(asHead, "role", "interns", inDays(2)));
        forbidden(add(
                asHead, "role", realm.rest().get("/roles/interns").path("id").asText(), inDays(2)));
        forbidden(add(asHead, "role", "default-roles-" + realm.name(), inDays(2)));
        forbidden(add(asHead, "role", "lead", inDays(2)));
        forbidden(add(asHead, "role", "realm-management/view-users", inDays(2)));
        forbidden(add(asHead, "user", chief.id(), inDays(2)));
        assertThat(add(asHead, "user", peer.id(), inDays(2)).status()).isEqualTo(201);
        assertThat(add(asHead, "user", realm.user("ada", "staff").id(), inDays(2))
                        .status())
                .isEqualTo(201);
        assertThat(add(asHead, "role", "staff", inDays(2)).status()).isEqualTo(201);
        AdminRest asChief = realm.rest().as(realm.adminToken("chief"));
        forbidden(add(asChief, "user", chief.id(), inDays(2)));
        assertThat(add(asChief, "user", head.id(), inDays(2)).status()).isEqualTo(201);
        assertThat(add(realm.rest(), "user", chief.id(), inDays(2)).status())
                .as("an administrator of the master realm")
                .isEqualTo(201);
    }

    @Test
    void ofSeveralAtOnceOneIsStored() {
        TestUser ada = realm.user("ada", "staff");
        realm.rest().get(EXEMPTIONS);

        List<Integer> answers = Together.run(
                6,
                number ->
                        add(realm.rest(), "user", ada.id(), inDays(number + 1)).status());

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(5);
        assertThat(list()).hasSize(1);
        assertThat(add(realm.rest(), "user", ada.id(), inDays(3)).status()).isEqualTo(409);
        JsonNode record = list().get(0);
        assertThat(Together.run(6, number -> end(realm.rest(), record).status()))
                .filteredOn(status -> status == 204)
                .hasSize(1);
        assertThat(add(realm.rest(), "user", ada.id(), inDays(3)).status()).isEqualTo(201);
    }

    @Test
    void whoIsExemptIsLetInWithoutSettingUpAndAskedAgainOnceItEnds() {
        TestUser ada = realm.user("ada", "staff");
        assertThat(screen(ada)).isEqualTo(Screen.KEY);
        add(realm.rest(), "user", ada.id(), now().plus(MINUTE).toEpochMilli());
        assertThat(screen(ada)).isEqualTo(Screen.SIGNED_IN);
        assertThat(realm.directGrant("ada", TestRealm.PASSWORD, null).ok()).isTrue();

        realm.server().clock().advance(MINUTE);

        assertThat(screen(ada)).isEqualTo(Screen.KEY);
        assertThat(realm.directGrant("ada", TestRealm.PASSWORD, null).ok()).isFalse();
        assertThat(list()).isEmpty();
        assertThat(add(realm.rest(), "user", ada.id(), inDays(1)).status())
                .as("what has ended is in nobody's way")
                .isEqualTo(201);
        assertThat(screen(ada)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void anEndByAnAdministratorCountsAtOnce() {
        TestUser ada = realm.user("ada", "staff");
        JsonNode record = add(realm.rest(), "user", ada.id(), inDays(2)).body();
        assertThat(screen(ada)).isEqualTo(Screen.SIGNED_IN);

        end(realm.rest(), record);

        assertThat(screen(ada)).isEqualTo(Screen.KEY);
    }

    @Test
    void tokensOfTheTimeOfTheExemptionAreRefusedAfterIt() {
        TestUser ada = realm.user("ada", "staff");
        add(realm.rest(), "user", ada.id(), now().plus(MINUTE).toEpochMilli());
        Tokens online = grant("ada", "openid");
        Tokens offline = grant("ada", "openid offline_access");
        assertThat(realm.refresh(online.refreshToken()).ok()).isTrue();
        assertThat(realm.refresh(offline.refreshToken()).ok()).isTrue();

        realm.server().clock().advance(MINUTE);

        for (Tokens tokens : List.of(online, offline)) {
            Tokens answer = realm.refresh(tokens.refreshToken());
            assertThat(answer.ok()).isFalse();
            assertThat(answer.errorDescription()).isEqualTo(REFUSAL);
        }
    }

    @Test
    void aRoleExemptsEverybodyWhoHasItButNotThroughAClient() {
        add(realm.rest(), "role", "interns", inDays(2));
        realm.clientRole("app", "agent");
        realm.rest()
                .post(
                        "/roles-by-id/"
                                + realm.rest()
                                        .get("/clients/" + realm.clientUuid("app") + "/roles/agent")
                                        .path("id")
                                        .asText()
                                + "/composites",
                        List.of(realm.rest().get("/roles/interns")));

        assertThat(screen(realm.user("direct", "staff", "interns"))).isEqualTo(Screen.SIGNED_IN);
        assertThat(screen(realm.user("composite", "staff", "seasonal"))).isEqualTo(Screen.SIGNED_IN);
        assertThat(screen(realm.user("member", "staff").join("Warehouse"))).isEqualTo(Screen.SIGNED_IN);
        assertThat(screen(realm.user("client", "staff", "app/agent"))).isEqualTo(Screen.KEY);
        assertThat(screen(realm.user("neither", "staff"))).isEqualTo(Screen.KEY);

        realm.deleteRole("interns");
        assertThat(list()).isEmpty();
        assertThat(screen(realm.find("direct"))).isEqualTo(Screen.KEY);
    }

    @Test
    void whoIsEnrolledIsAskedExemptOrNot() {
        EnrolledUser person = EnrolledUser.imported(realm, "eve", "staff");
        add(realm.rest(), "user", person.user().id(), inDays(2));

        assertThat(screen(person.user())).isEqualTo(Screen.CODE);
    }

    @Test
    void anExemptionGoesWithItsUser() {
        TestUser ada = realm.user("ada", "staff");
        add(realm.rest(), "user", ada.id(), inDays(2));

        ada.delete();

        assertThat(list()).isEmpty();
    }

    @Test
    void theHelpDeskReadsUntilWhenAndWhy() {
        TestUser ada = realm.user("ada", "staff");
        long until = inDays(2);
        add(realm.rest(), "user", ada.id(), until);

        JsonNode seen = realm.rest().get("/two-factor/users/" + ada.id());

        assertThat(seen.path("required").asBoolean(true)).isFalse();
        assertThat(seen.path("because").get(0).asText())
                .isEqualTo("exempt until "
                        + Instant.ofEpochMilli(until).toString().substring(0, 10) + " by record: " + REASON);
    }

    private Screen screen(TestUser user) {
        return Screen.of(realm.browser().signIn(user.name(), TestRealm.PASSWORD));
    }

    private Tokens grant(String user, String scope) {
        return realm.token(Map.of(
                "grant_type",
                "password",
                "client_id",
                "app",
                "scope",
                scope,
                "username",
                user,
                "password",
                TestRealm.PASSWORD));
    }

    private static RestAnswer add(AdminRest rest, String kind, String target, long until) {
        return rest.send("POST", EXEMPTIONS, Map.of(kind, target, "until", until, "reason", REASON));
    }

    private static RestAnswer end(AdminRest rest, JsonNode record) {
        return rest.send("DELETE", EXEMPTIONS + "/" + record.path("id").asText() + "?reason=over", null);
    }

    private void refused(@Nullable Object body, String field) {
        RestAnswer answer = realm.rest().send("POST", EXEMPTIONS, body);
        assertThat(answer.status()).as("%s", body).isEqualTo(400);
        Map<String, String> errors = new HashMap<>();
        answer.body()
                .path("errors")
                .forEach(error -> errors.put(error.path("field").asText(), ""));
        errors.put(answer.body().path("field").asText(), "");
        assertThat(errors).as("%s", answer.text()).containsKey(field);
    }

    private static void forbidden(RestAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }

    private List<JsonNode> list() {
        List<JsonNode> all = new ArrayList<>();
        realm.rest().get(EXEMPTIONS).forEach(all::add);
        return all;
    }

    private Instant now() {
        return realm.server().clock().now();
    }

    private long inDays(int days) {
        return now().plus(Duration.ofDays(days)).toEpochMilli();
    }

    private static JsonNode representation(JsonNode event) {
        try {
            return new ObjectMapper().readTree(event.path("representation").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static TreeSet<String> names(JsonNode node) {
        TreeSet<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
