package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.Permissions;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whom the policy means does not change by what somebody can do who may manage clients or permissions alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitedAdministratorsIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.switchOn(Map.of("requireEveryone", "false"));
        realm.user("nobody");
    }

    @Test
    void anExemptionDoesNotComeThroughAClientsRoleThatIncludesIt() {
        realm.clientRole("kiosk", "screen").clientRole("shop", "customer").realmRole("machine");
        realm.composite("outer", "machine");
        realm.user("through-client-role", "shop/customer", "outer");
        AdminRest manager = limited("exempting-manager", "manage-clients");
        save("requireEveryone", "true", "exemptRoles", "kiosk/screen");

        compose(manager, "shop", "customer", roleOf("kiosk", "screen"));

        assertThat(required("through-client-role")).isTrue();
        logged("exemptRoles", "part of the client role 'shop/customer'");

        realm.rest().post("/roles/machine/composites", List.of(roleOf("kiosk", "screen")));
        assertThat(required("through-client-role"))
                .as("through realm roles alone")
                .isFalse();
    }

    @Test
    void anExemptionDoesNotComeThroughAClientsRoleInARealmRoleEither() {
        realm.clientRole("booth", "screen").clientRole("hall", "visitor");
        realm.composite("hall-visitor", "hall/visitor");
        realm.group("visitors", "hall-visitor");
        realm.user("through-both").join("visitors");
        AdminRest manager = limited("second-exempting-manager", "manage-clients");
        save("requireEveryone", "true", "exemptRoles", "booth/*");

        compose(manager, "hall", "visitor", roleOf("booth", "screen"));

        assertThat(required("through-both")).isTrue();
        realm.find("through-both").grant("booth/screen");
        assertThat(required("through-both")).as("by a mapping").isFalse();
    }

    @Test
    void aSavedNameGoesOnMeaningTheRoleThatItMeant() {
        slashed("a", "holder");
        AdminRest manager = limited("naming-manager", "manage-clients");
        save("requiredRoles", "a/b/c");
        assertThat(required("holder")).isTrue();

        client(manager, "a/b", "c");

        assertThat(required("holder")).as("by its id").isTrue();
        assertThat(required("nobody")).isFalse();
        save("requiredRoles", "a/b/c", "waitSeconds", "60");
        assertThat(required("holder")).as("saved again").isTrue();
        assertThat(required("nobody")).isFalse();

        JsonNode role = slashedRole("a");
        realm.rest().put("/roles-by-id/" + role.path("id").asText(), ((ObjectNode) role.deepCopy()).put("name", "b/d"));
        assertThat(setting("requiredRoles")).as("renamed").isEqualTo("a/b/d");
        assertThat(required("holder")).isTrue();

        realm.rest().delete("/clients/" + realm.clientUuid("a/b"));
        assertThat(setting("requiredRoles")).as("another is deleted").isEqualTo("a/b/d");
        realm.rest().delete("/roles-by-id/" + role.path("id").asText());
        assertThat(setting("requiredRoles")).as("it is deleted").isEqualTo("a/b/d (deleted)");
        assertThat(required("nobody")).isTrue();
        realm.rest().delete("/clients/" + realm.clientUuid("a"));
    }

    @Test
    void aNameThatMeansTwoRolesIsRefusedAndStrictWhereItIsStoredWithoutAnId() {
        slashed("p", "one-of-two");
        client(realm.rest(), "p/b", "c");
        save("requireEveryone", "false");

        RestAnswer refused = realm.configure(Map.of("requiredRoles", "p/b/c"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("requiredRoles", "'p/b/c'", "'p/b'", "more than one role");

        store(Map.of("requiredRoles", "p/b/c"));
        assertThat(required("nobody")).isTrue();
        logged("'p/b/c'", "more than one role", "everyone who is not exempt");

        store(Map.of("requireEveryone", "true", "exemptRoles", "p/b/c"));
        assertThat(required("one-of-two")).isTrue();

        // Renaming the one must not make the name mean the other.
        store(Map.of("requiredRoles", "p/b/c"));
        JsonNode role = slashedRole("p");
        realm.rest().put("/roles-by-id/" + role.path("id").asText(), ((ObjectNode) role.deepCopy()).put("name", "b/x"));
        assertThat(required("nobody")).isTrue();

        realm.rest().delete("/clients/" + realm.clientUuid("p/b"));
        realm.rest().delete("/clients/" + realm.clientUuid("p"));
        save("requireEveryone", "false");
    }

    @Test
    void usersWhomAPermissionNamesAreAdministrators() {
        Permissions permissions = Permissions.of(realm);
        realm.realmRole("supporter").composite("support-lead", "supporter");
        realm.group("support").subgroup("support", "night");
        TestUser named = realm.user("named");
        realm.user("by-role", "support-lead");
        realm.user("by-group").join("support/night");
        realm.user("in-parent-alone").join("support");
        save("requireAdmins", "true");
        assertThat(required("named")).isFalse();

        String byName = permissions.permit("Users", "reset-password", permissions.user(named));
        assertThat(required("named")).isTrue();
        assertThat(required("nobody")).isFalse();

        permissions.permit("Groups", "view-members", permissions.role("supporter"));
        assertThat(required("by-role")).isTrue();
        permissions.permit("Clients", "view", permissions.group("support/night"));
        assertThat(required("by-group")).isTrue();
        assertThat(required("in-parent-alone")).isFalse();
        assertThat(required("nobody")).isFalse();

        save("requireAdmins", "true", "adminRoles", "supporter");
        assertThat(required("named")).as("beside roles that are named").isTrue();
        save("requireAdmins", "false");
        assertThat(required("named")).isFalse();
        save("requireAdmins", "true");

        permissions.remove(byName);
        assertThat(required("named")).as("taken back").isFalse();
        permissions.off();
        assertThat(required("by-role")).as("switched off").isFalse();
    }

    /** Gives a new person the role {@code b/c} of a new client. */
    private void slashed(String client, String holder) {
        realm.client(client, Map.of());
        realm.rest().post("/clients/" + realm.clientUuid(client) + "/roles", Map.of("name", "b/c"));
        realm.user(holder)
                .rest()
                .post("/role-mappings/clients/" + realm.clientUuid(client), List.of(slashedRole(client)));
    }

    private JsonNode slashedRole(String client) {
        return realm.rest()
                .get("/clients/" + realm.clientUuid(client) + "/roles")
                .get(0);
    }

    private JsonNode roleOf(String client, String role) {
        return realm.rest().get("/clients/" + realm.clientUuid(client) + "/roles/" + role);
    }

    private void compose(AdminRest who, String client, String role, JsonNode part) {
        who.post("/clients/" + realm.clientUuid(client) + "/roles/" + role + "/composites", List.of(part));
    }

    private static void client(AdminRest who, String clientId, String role) {
        String id = who.post("/clients", Map.of("clientId", clientId)).createdId();
        who.post("/clients/" + id + "/roles", Map.of("name", role));
    }

    /** Somebody with nothing but this right, signed in while nobody is required. */
    private AdminRest limited(String name, String right) {
        save("requireEveryone", "false");
        realm.user(name, "realm-management/" + right);
        return realm.rest().as(realm.directGrant(name, TestRealm.PASSWORD, null).accessToken());
    }

    /** Stores settings as an import does, without validation and without ids. */
    private void store(Map<String, String> settings) {
        ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
        ObjectNode config = action.putObject("config");
        settings.forEach(config::put);
        realm.rest().put("/authentication/required-actions/" + TestRealm.POLICY, action);
    }

    private void save(String... settings) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        RestAnswer answer = realm.configure(config);
        assertThat(answer.ok()).as(answer.text()).isTrue();
    }

    private String setting(String key) {
        return realm.settings().path(key).asText();
    }

    private void logged(String... parts) {
        if (!realm.server().logText().isBlank()) {
            assertThat(realm.server().logText().lines())
                    .anySatisfy(line -> assertThat(line).contains(realm.name()).contains(parts));
        }
    }

    private boolean required(String user) {
        Screen screen = Screen.of(realm.browser().signIn(user, TestRealm.PASSWORD));
        assertThat(screen).isIn(Screen.KEY, Screen.SIGNED_IN);
        return screen == Screen.KEY;
    }
}
