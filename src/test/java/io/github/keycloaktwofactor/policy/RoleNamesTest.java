package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RoleModel;

class RoleNamesTest {

    private final TestRealm realm = new TestRealm("shop");

    @Test
    void aNameIsARealmRoleBeforeItIsARoleOfAClient() {
        RoleModel ofRealm = realm.role("crm/agent");
        RoleModel ofClient = realm.role("crm", "agent");

        RoleNames names = RoleNames.resolve(realm.model, List.of("crm/agent"));

        assertThat(names.matches(ofRealm)).isTrue();
        assertThat(names.matches(ofClient)).isFalse();
    }

    @Test
    void clientIdsMayHaveSlashesAndDots() {
        RoleModel agent = realm.role("https://sp.example.org/saml/v2.0", "agent");
        realm.client("https://sp.example.org/saml");

        RoleNames names = RoleNames.resolve(realm.model, List.of("https://sp.example.org/saml/v2.0/agent"));

        assertThat(names.matches(agent)).isTrue();
        assertThat(names.gone()).isEmpty();
    }

    @Test
    void theLastSlashThatLeadsToARoleSplitsTheName() {
        RoleModel ofLonger = realm.role("api/orders", "read");
        RoleModel ofShorter = realm.role("api", "orders/read");

        assertThat(RoleNames.resolve(realm.model, List.of("api/orders/read")).matches(ofLonger))
                .isTrue();
        assertThat(RoleNames.resolve(realm.model, List.of("api/orders/read")).matches(ofShorter))
                .isFalse();
        realm.removeRole("api/orders", "read");
        assertThat(RoleNames.resolve(realm.model, List.of("api/orders/read")).matches(ofShorter))
                .isTrue();
    }

    @Test
    void aStarIsAnyRoleOfThatClientAndOfNoOther() {
        RoleModel agent = realm.role("crm", "agent");
        RoleModel other = realm.role("crm2", "agent");
        RoleModel ofRealm = realm.role("agent");

        RoleNames names = RoleNames.resolve(realm.model, List.of("crm/*"));

        assertThat(names.matches(agent)).isTrue();
        assertThat(names.matches(other)).isFalse();
        assertThat(names.matches(ofRealm)).isFalse();
    }

    @Test
    void namesThatLeadNowhereAreGone() {
        realm.client("crm");

        List<String> nowhere = List.of("staff", "crm/agent", "erp/*", "/", "/x", "crm/", "*");
        assertThat(RoleNames.resolve(realm.model, nowhere).gone()).isEqualTo(nowhere);
        assertThat(nowhere).noneMatch(name -> RoleNames.exists(realm.model, name));
    }

    @Test
    void aNameMarkedAsDeletedLeadsNowhereEvenIfARoleIsCalledSo() {
        realm.role("staff (deleted)");

        assertThat(RoleNames.exists(realm.model, "staff (deleted)")).isFalse();
    }

    @Test
    void adminsAreThoseOfTheRealmItselfUnlessNamed() {
        RoleModel admin = realm.role("admin");
        RoleModel manager = realm.role("realm-management", "manage-users");
        RoleModel ofRealmClient = realm.role("other-realm", "manage-users");
        RoleModel chief = realm.role("chief");

        RoleNames own = RoleNames.admins(realm.model, List.of());
        assertThat(List.of(admin, manager)).allMatch(own::matches);
        assertThat(List.of(ofRealmClient, chief)).noneMatch(own::matches);

        RoleNames named = RoleNames.admins(realm.model, List.of("chief"));
        assertThat(named.matches(chief)).isTrue();
        assertThat(List.of(admin, manager)).noneMatch(named::matches);
    }

    @Test
    void adminsOfTheMasterRealmAreThoseOfAllRealms() {
        TestRealm master = new TestRealm("master");
        RoleModel admin = master.role("admin");
        RoleModel ofRealm = master.role("shop-realm", "view-users");
        RoleModel ofClient = master.role("account", "manage-account");

        RoleNames own = RoleNames.admins(master.model, List.of());

        assertThat(List.of(admin, ofRealm)).allMatch(own::matches);
        assertThat(own.matches(ofClient)).isFalse();
        assertThat(own.gone()).isEmpty();
    }

    @Test
    void aRealmWithoutItsOwnAdminRolesHasNoneThatIsGone() {
        assertThat(RoleNames.admins(realm.model, List.of()).gone()).isEmpty();
    }
}
