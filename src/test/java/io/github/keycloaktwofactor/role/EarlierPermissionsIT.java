package io.github.keycloaktwofactor.role;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.support.Desk;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users to whom a fine-grained admin permission of version 1 could be granted are administrators. */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EarlierPermissionsIT {

    private KeycloakServer server;
    private TestRealm realm;
    private AdminRest permissions;
    private Desk desk;

    @BeforeAll
    void setUp() {
        server = KeycloakServer.own(
                "earlier-permissions", ServerOptions.h2().startingSoon().feature("admin-fine-grained-authz:v1"));
        realm = server.realm();
        realm.update(Map.of("accessTokenLifespan", 36000));
        realm.rest().post("/two-factor/setup", Map.of());
        // The help desk are administrators, too, and would be refused a token later.
        desk = Desk.of(realm, "agent", "two-factor-admin/help-desk");
        realm.switchOn(Map.of("requireAdmins", "true"));
        // Only then does the client have policies.
        realm.rest().put("/users-management-permissions", Map.of("enabled", true));
        permissions = realm.rest().below("/clients/" + realm.clientUuid("realm-management") + "/authz/resource-server");
    }

    @AfterAll
    void tearDown() {
        realm.close();
        server.close();
    }

    @Test
    void whoCouldBeGrantedOneIsAskedListedAndProtected() {
        TestUser supporter = realm.user("supporter");
        TestUser bystander = realm.user("bystander");
        assertThat(mustSetUp("supporter")).as("without a permission").isFalse();

        permit("manage", user(supporter));

        assertThat(mustSetUp("supporter")).isTrue();
        assertThat(mustSetUp("bystander")).isFalse();
        assertThat(required()).contains("supporter").doesNotContain("bystander");
        assertThat(desk.reset(supporter, "authenticators").status()).isEqualTo(403);
        assertThat(desk.reset(bystander, "authenticators").status()).isEqualTo(200);

        permit("manage");
        assertThat(mustSetUp("supporter")).as("without a policy").isFalse();
    }

    @Test
    void rolesAndGroupsCountAndWhomOneImpersonatesDoesNot() {
        realm.realmRole("lead").group("Support");
        realm.user("leading", "lead");
        realm.user("supporting").join("Support");
        TestUser impersonated = realm.user("impersonated");

        permit("impersonate", policy("role", Map.of("roles", List.of(Map.of("id", roleId("lead"))))));
        permit(
                "view",
                policy(
                        "group",
                        Map.of("groups", List.of(Map.of("id", realm.groupId("Support"), "extendChildren", false)))));
        permit("user-impersonated", user(impersonated));

        assertThat(required()).contains("leading", "supporting").doesNotContain("impersonated");
        assertThat(mustSetUp("leading")).isTrue();
        assertThat(mustSetUp("supporting")).isTrue();
        assertThat(mustSetUp("impersonated")).isFalse();
        permit("impersonate");
        permit("view");
        permit("user-impersonated");
    }

    @Test
    void ofAPermissionThatNeedsOnePolicyOneIsEnough() {
        TestUser one = realm.user("one");
        TestUser two = realm.user("two");

        String permission = permit("map-roles", user(one), user(two));
        assertThat(required()).doesNotContain("one", "two");
        decide(permission, "AFFIRMATIVE");
        assertThat(required()).contains("one", "two");
        assertThat(mustSetUp("one")).isTrue();
        decide(permission, "UNANIMOUS");
        permit("map-roles");
    }

    private boolean mustSetUp(String name) {
        return Screen.of(realm.browser().signIn(name, TestRealm.PASSWORD)) == Screen.KEY;
    }

    private List<String> required() {
        return StreamSupport.stream(
                        realm.rest()
                                .get("/two-factor/report/users?filter=required")
                                .path("users")
                                .spliterator(),
                        false)
                .map(user -> user.path("username").asText())
                .toList();
    }

    /** Gives the permission on all users exactly these policies; returns its id. */
    private String permit(String scope, String... policies) {
        JsonNode all = realm.rest()
                .put("/users-management-permissions", Map.of("enabled", true))
                .body();
        String id = all.path("scopePermissions").path(scope).asText();
        ObjectNode permission = (ObjectNode) permissions.get("/permission/scope/" + id);
        permission.putPOJO("policies", List.of(policies));
        permission.putPOJO("scopes", ids("/policy/" + id + "/scopes"));
        permission.putPOJO("resources", resources(id));
        permissions.put("/permission/scope/" + id, permission);
        return id;
    }

    private void decide(String id, String strategy) {
        ObjectNode permission = (ObjectNode) permissions.get("/permission/scope/" + id);
        permission.put("decisionStrategy", strategy);
        permission.putPOJO("policies", ids("/policy/" + id + "/associatedPolicies"));
        permission.putPOJO("scopes", ids("/policy/" + id + "/scopes"));
        permission.putPOJO("resources", resources(id));
        permissions.put("/permission/scope/" + id, permission);
    }

    private List<String> resources(String id) {
        return StreamSupport.stream(
                        permissions.get("/policy/" + id + "/resources").spliterator(), false)
                .map(one -> one.path("_id").asText())
                .toList();
    }

    private List<String> ids(String path) {
        return StreamSupport.stream(permissions.get(path).spliterator(), false)
                .map(one -> one.path("id").asText())
                .toList();
    }

    private String user(TestUser user) {
        return policy("user", Map.of("users", List.of(user.id())));
    }

    private String roleId(String role) {
        return realm.rest().get("/roles/" + role).path("id").asText();
    }

    private String policy(String type, Map<String, ?> what) {
        ObjectNode policy = new ObjectMapper().valueToTree(what);
        policy.put("name", type + " " + what.hashCode());
        policy.put("logic", "POSITIVE");
        return permissions.post("/policy/" + type, policy).body().path("id").asText();
    }
}
