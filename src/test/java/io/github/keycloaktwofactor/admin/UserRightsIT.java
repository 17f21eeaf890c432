package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.Permissions;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.support.Desk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nobody resets whom they could not be, nobody resets themselves, and what is no right is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserRightsIT {

    private static final String HELP_DESK = "two-factor-admin/help-desk";
    private static final String MANAGE_USERS = "realm-management/manage-users";

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm = KeycloakServer.shared().realm();
        realm.update(Map.of("accessTokenLifespan", 3600));
        realm.realmRole("boss");
        realm.rest().post("/two-factor/setup", Map.of("policy", Map.of("adminRoles", List.of("boss"))));
    }

    @AfterAll
    void tearDown() {
        realm.close();
    }

    @Test
    void aTokenWithTheHelpDesksRoleAloneIsEnough() {
        Desk desk = Desk.of(realm, "agent", HELP_DESK);
        TestUser user = enrolled("of-agent");

        assertThat(desk.look(user).status()).isEqualTo(200);
        assertThat(desk.rest().send("GET", "/users/" + user.id(), null).status())
                .as("Keycloak's own API stays closed")
                .isEqualTo(403);
        assertThat(desk.reset(user, "authenticators").status()).isEqualTo(200);
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void aServiceAccountHasTheRoleLikeAnybody() {
        realm.service("desk-robot", Map.of());
        String account = realm.rest()
                .get("/clients/" + realm.clientUuid("desk-robot") + "/service-account-user")
                .path("username")
                .asText();
        realm.find(account).grant(HELP_DESK);
        Desk robot = new Desk(realm.rest()
                .as(realm.token(Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                "desk-robot",
                                "client_secret",
                                "secret"))
                        .accessToken()));
        TestUser user = enrolled("of-robot");

        assertThat(robot.reset(user, "authenticators").status()).isEqualTo(200);
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void whoHasARoleOfKeycloaksThatTheCallerLacksIsLeftAlone() {
        TestUser admin = enrolled("realm-admin", "realm-management/realm-admin");
        TestUser auditor = enrolled("auditor", "realm-management/view-events");

        for (Desk desk : List.of(Desk.of(realm, "manager", MANAGE_USERS), Desk.of(realm, "agent-2", HELP_DESK))) {
            leftAlone(desk, admin);
            leftAlone(desk, auditor);
            assertThat(desk.look(admin).status()).as("looking is no act").isEqualTo(200);
        }
        Desk equal = Desk.of(realm, "equal", MANAGE_USERS, "realm-management/view-events");
        assertThat(equal.reset(auditor, "authenticators").status()).isEqualTo(200);
    }

    @Test
    void aRoleCountsByGroupAndCompositeToo() {
        realm.group("admins", "realm-management/manage-realm").subgroup("admins", "night");
        realm.composite("operator", "realm-management/manage-events");
        TestUser member = enrolled("member").join("admins/night");
        TestUser operator = enrolled("operates", "operator");
        Desk manager = Desk.of(realm, "manager-2", MANAGE_USERS);

        leftAlone(manager, member);
        leftAlone(manager, operator);
    }

    @Test
    void whomThePolicyCallsAnAdministratorIsOne() {
        TestUser boss = enrolled("the-boss", "boss");
        Desk manager = Desk.of(realm, "manager-3", MANAGE_USERS);
        Desk deputy = Desk.of(realm, "deputy", MANAGE_USERS, "boss");

        leftAlone(manager, boss);
        assertThat(deputy.reset(boss, "authenticators").status()).isEqualTo(200);
    }

    @Test
    void ourOwnRolesAreRolesOfAdministrators() {
        TestUser reporter = enrolled("reporter", "two-factor-admin/view-report");
        TestUser colleague = enrolled("colleague", HELP_DESK);
        Desk agent = Desk.of(realm, "agent-4", HELP_DESK);
        Desk manager = Desk.of(realm, "manager-4", MANAGE_USERS);

        leftAlone(agent, reporter);
        leftAlone(manager, colleague);
        assertThat(agent.reset(colleague, "authenticators").status())
                .as("of equal rights")
                .isEqualTo(200);
    }

    @Test
    void whomAPermissionNamesIsHelpedByRealmAdministratorsAlone() {
        Permissions permissions = Permissions.of(realm);
        try {
            TestUser lead = enrolled("team-lead");
            permissions.permit("Users", "view", permissions.user(lead));

            leftAlone(Desk.of(realm, "manager-5", MANAGE_USERS), lead);
            assertThat(Desk.of(realm, "chief", "realm-management/realm-admin")
                            .reset(lead, "authenticators")
                            .status())
                    .isEqualTo(200);
        } finally {
            permissions.off();
        }
    }

    @Test
    void aRealmAdministratorHelpsEveryoneElse() {
        Desk chief = Desk.of(realm, "chief-2", "realm-management/realm-admin");
        TestUser boss = enrolled("other-boss", "boss", "realm-management/manage-realm", HELP_DESK);

        assertThat(chief.reset(boss, "authenticators").status()).isEqualTo(200);
    }

    @Test
    void nobodyResetsThemselves() {
        TestUser chief = realm.user("chief-3", "realm-management/realm-admin");
        Desk own = Desk.as(realm, chief);

        for (RestAnswer answer : List.of(own.reset(chief, "waits"), own.unlock(chief), own.forgetDevices(chief))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body().path("errorMessage").asText()).contains("Nobody resets their own");
        }
        assertThat(own.look(chief).status()).isEqualTo(200);
    }

    @Test
    void theRoleInTheDefaultRoleIsWorthNothing() {
        try (TestRealm open = setUpRealm()) {
            JsonNode role = open.rest().get("/clients/" + open.clientUuid("two-factor-admin") + "/roles/help-desk");
            JsonNode everybodys = open.rest().get("/roles/default-roles-" + open.name());
            open.rest().post("/roles-by-id/" + everybodys.path("id").asText() + "/composites", List.of(role));
            TestUser user = EnrolledUser.imported(open, "of-everybody").user();
            Desk everybody = Desk.of(open, "everybody");

            assertThat(everybody.look(user).status()).isEqualTo(403);
            assertThat(everybody.reset(user, "authenticators").status()).isEqualTo(403);
            assertThat(user.credentials("otp")).hasSize(1);
        }
    }

    @Test
    void aRoleThatIsOnlyCalledLikeThisIsWorthNothing() {
        try (TestRealm renamed = setUpRealm()) {
            renamed.user("agent", HELP_DESK);
            renamed.updateClient("two-factor-admin", Map.of("clientId", "moved-away"));
            renamed.client("two-factor-admin", Map.of()).clientRole("two-factor-admin", "help-desk");
            TestUser user = EnrolledUser.imported(renamed, "of-namesake").user();
            Desk namesake = Desk.of(renamed, "namesake", HELP_DESK);

            assertThat(namesake.look(user).status()).isEqualTo(403);
            assertThat(namesake.reset(user, "authenticators").status()).isEqualTo(403);
            assertThat(Desk.as(renamed, renamed.find("agent")).look(user).status())
                    .as("the role itself, whatever its client is called")
                    .isEqualTo(200);
        }
    }

    @Test
    void inARealmThatWasNeverSetUpNobodyIsTheHelpDesk() {
        try (TestRealm stock = KeycloakServer.shared().realm()) {
            stock.client("two-factor-admin", Map.of()).clientRole("two-factor-admin", "help-desk");
            TestUser user = stock.user("somebody");

            assertThat(Desk.of(stock, "namesake", HELP_DESK).look(user).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void theHelpDeskIsAnAdministratorForThePolicy() {
        try (TestRealm strict = setUpRealm()) {
            strict.rest().send("PATCH", "/two-factor/policy", Map.of("requireAdmins", true));
            TestUser agent = strict.user("agent", HELP_DESK);
            TestUser other = strict.user("other");

            assertThat(strict.rest().get(Desk.path(agent)).path("required").asBoolean())
                    .isTrue();
            assertThat(strict.rest().get(Desk.path(other)).path("required").asBoolean())
                    .isFalse();
            assertThat(strict.rest()
                            .get("/two-factor/report/users?filter=required")
                            .path("users")
                            .findValuesAsText("username"))
                    .containsExactly("agent");
            assertThat(Screen.of(strict.browser().signIn("agent", TestRealm.PASSWORD)))
                    .isEqualTo(Screen.KEY);
        }
    }

    private static TestRealm setUpRealm() {
        TestRealm realm = KeycloakServer.shared().realm();
        realm.update(Map.of("accessTokenLifespan", 3600));
        realm.rest().post("/two-factor/setup", Map.of());
        return realm;
    }

    @Test
    void theRoleInsideAnotherClientsRoleIsWorthNothing() {
        realm.clientRole("shop", "customer");
        TestUser customer = realm.user("customer", "shop/customer");
        AdminRest manager = Desk.of(realm, "client-manager", "realm-management/manage-clients")
                .rest();
        JsonNode role = realm.rest().get("/clients/" + realm.clientUuid("two-factor-admin") + "/roles/help-desk");
        manager.post("/clients/" + realm.clientUuid("shop") + "/roles/customer/composites", List.of(role));
        TestUser user = enrolled("of-customer");

        assertThat(Desk.as(realm, customer).look(user).status()).isEqualTo(403);

        realm.composite("desk-of-the-realm", HELP_DESK);
        Desk byRealmRole = Desk.of(realm, "by-realm-role", "desk-of-the-realm");
        assertThat(byRealmRole.look(user).status()).isEqualTo(200);
    }

    @Test
    void aTokenWhoseClientLacksTheScopeIsNoHelpDesks() {
        realm.client("narrow", Map.of("fullScopeAllowed", false));
        realm.user("narrow-agent", HELP_DESK);
        String token = realm.token(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "narrow",
                        "username",
                        "narrow-agent",
                        "password",
                        TestRealm.PASSWORD))
                .accessToken();

        assertThat(new Desk(realm.rest().as(token)).look(enrolled("of-narrow")).status())
                .isEqualTo(403);
    }

    @Test
    void anAdministratorFromMasterHelpsByTheRolesOfTheRealmsClientThere() {
        AdminRest master = KeycloakServer.shared().admin();
        String management = realm.name() + "-realm";
        try (Helper helper = new Helper(master)) {
            TestUser user = enrolled("of-master");
            TestUser admin = enrolled("admin-of-master", "realm-management/realm-admin");
            assertThat(helper.desk(realm).look(user).status()).as("no role").isEqualTo(403);

            helper.makeOwnClient();
            helper.grant("two-factor-admin", "help-desk");
            assertThat(helper.desk(realm).look(user).status())
                    .as("help desk of master alone")
                    .isEqualTo(403);

            helper.grant(management, "manage-users");
            leftAlone(helper.desk(realm), admin);
            assertThat(helper.desk(realm).reset(user, "authenticators").status())
                    .isEqualTo(200);

            helper.grantAll(management);
            assertThat(helper.desk(realm).reset(admin, "authenticators").status())
                    .as("every role of the realm")
                    .isEqualTo(200);
        }
    }

    @Test
    void anAdministratorFromMasterIsNobodyInAnotherRealm() {
        String id = KeycloakServer.shared()
                .admin()
                .get("/master/users?exact=true&username=admin")
                .get(0)
                .path("id")
                .asText();
        AdminRest rest = realm.rest();

        assertThat(rest.send("GET", "/two-factor/users/" + id, null).status()).isEqualTo(404);
        RestAnswer reset = rest.send(
                "POST", "/two-factor/users/" + id + "/reset", Map.of("what", List.of("waits"), "reason", Desk.REASON));
        assertThat(reset.status()).isEqualTo(404);
        assertThat(rest.send("GET", "", null).status()).as("still signed in").isEqualTo(200);
    }

    private TestUser enrolled(String name, String... roles) {
        return EnrolledUser.imported(realm, name, roles).user();
    }

    private static void leftAlone(Desk desk, TestUser user) {
        RestAnswer answer = desk.reset(user, "authenticators");
        assertThat(answer.status()).as(user.name()).isEqualTo(403);
        assertThat(answer.body().path("errorMessage").asText()).contains("administrative rights that you do not have");
        assertThat(desk.unlock(user).status()).isEqualTo(403);
        assertThat(desk.forgetDevices(user).status()).isEqualTo(403);
        assertThat(user.credentials("otp")).isNotEmpty();
    }

    /** A user of the master realm, who goes with all that was made for them. */
    private static final class Helper implements AutoCloseable {

        private static final String NAME = "helper-of-master";

        private final AdminRest master;
        private final String id;
        private String ownClient = "";

        Helper(AdminRest root) {
            this.master = root.below("/master");
            this.id = master.post(
                            "/users",
                            Map.of(
                                    "username",
                                    NAME,
                                    "enabled",
                                    true,
                                    "email",
                                    NAME + "@example.org",
                                    "firstName",
                                    "First",
                                    "lastName",
                                    "Last",
                                    "credentials",
                                    List.of(Map.of("type", "password", "value", TestRealm.PASSWORD))))
                    .createdId();
        }

        void makeOwnClient() {
            ownClient = master.post("/clients", Map.of("clientId", "two-factor-admin", "publicClient", true))
                    .createdId();
            master.post("/clients/" + ownClient + "/roles", Map.of("name", "help-desk"));
        }

        void grant(String clientId, String name) {
            String client = client(clientId);
            give(client, List.of(master.get("/clients/" + client + "/roles/" + name)));
        }

        void grantAll(String clientId) {
            String client = client(clientId);
            give(client, master.get("/clients/" + client + "/roles"));
        }

        private String client(String clientId) {
            return master.get("/clients?clientId=" + clientId).get(0).path("id").asText();
        }

        private void give(String client, Object roles) {
            master.post("/users/" + id + "/role-mappings/clients/" + client, roles);
        }

        Desk desk(TestRealm realm) {
            return new Desk(AdminRest.asAdministrator(KeycloakServer.shared().baseUrl(), NAME, TestRealm.PASSWORD)
                    .below("/" + realm.name()));
        }

        @Override
        public void close() {
            master.delete("/users/" + id);
            if (!ownClient.isEmpty()) {
                master.delete("/clients/" + ownClient);
            }
        }
    }
}
