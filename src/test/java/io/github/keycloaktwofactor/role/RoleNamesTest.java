package io.github.keycloaktwofactor.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.policy.FakeRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RoleModel;

class RoleNamesTest {

    private final FakeRealm realm = new FakeRealm("shop");

    @Test
    void aNameIsARealmRoleBeforeItIsARoleOfAClient() {
        RoleModel ofRealm = realm.role("crm/agent");
        RoleModel ofClient = realm.role("crm", "agent");

        RoleNames names = RoleNames.resolve(realm.model, List.of("crm/agent"), Map.of());

        assertThat(names.matches(ofRealm)).isTrue();
        assertThat(names.matches(ofClient)).isFalse();
    }

    @Test
    void clientIdsMayHaveSlashesAndDots() {
        RoleModel agent = realm.role("https://sp.example.org/saml/v2.0", "agent");
        realm.client("https://sp.example.org/saml");

        RoleNames names = RoleNames.resolve(realm.model, List.of("https://sp.example.org/saml/v2.0/agent"), Map.of());

        assertThat(names.matches(agent)).isTrue();
        assertThat(names.faults()).isEmpty();
    }

    @Test
    void aNameThatCanBeSplitInTwoWaysMeansNoRoleUnlessItIsKnownWhich() {
        RoleModel ofLonger = realm.role("api/orders", "read");
        RoleModel ofShorter = realm.role("api", "orders/read");
        List<String> name = List.of("api/orders/read");

        RoleNames unknown = RoleNames.resolve(realm.model, name, Map.of());
        assertThat(List.of(ofLonger, ofShorter)).noneMatch(unknown::matches);
        assertThat(unknown.faults()).containsEntry("api/orders/read", RoleNames.Fault.AMBIGUOUS);

        RoleNames known = RoleNames.resolve(realm.model, name, Map.of("api/orders/read", ofShorter.getId()));
        assertThat(known.matches(ofShorter)).isTrue();
        assertThat(known.matches(ofLonger)).isFalse();
        assertThat(known.faults()).isEmpty();

        realm.removeRole("api/orders", "read");
        assertThat(RoleNames.resolve(realm.model, name, Map.of()).matches(ofShorter))
                .isTrue();
    }

    @Test
    void anIdThatTheRealmDoesNotHaveIsAsNone() {
        RoleModel staff = realm.role("staff");

        RoleNames names = RoleNames.resolve(realm.model, List.of("staff"), Map.of("staff", "of-another-realm"));

        assertThat(names.matches(staff)).isTrue();
    }

    @Test
    void anIdThatBelongsToSomethingOfAnotherNameMakesTheNameMeanNothing() {
        RoleModel staff = realm.role("staff");
        RoleModel other = realm.role("other");
        RoleModel guest = realm.role("crm", "guest");
        Map<String, String> ids = Map.of("staff", other.getId(), "erp/*", "client:id-of-client-crm");

        RoleNames names = RoleNames.resolve(realm.model, List.of("staff", "erp/*"), ids);

        assertThat(List.of(staff, other, guest)).noneMatch(names::matches);
        assertThat(names.faults())
                .containsEntry("staff", RoleNames.Fault.MOVED)
                .containsEntry("erp/*", RoleNames.Fault.MOVED);
    }

    @Test
    void aStarIsAnyRoleOfThatClientAndOfNoOther() {
        RoleModel agent = realm.role("crm", "agent");
        RoleModel other = realm.role("crm2", "agent");
        RoleModel ofRealm = realm.role("agent");

        RoleNames names = RoleNames.resolve(realm.model, List.of("crm/*"), Map.of());

        assertThat(names.matches(agent)).isTrue();
        assertThat(names.matches(other)).isFalse();
        assertThat(names.matches(ofRealm)).isFalse();
    }

    @Test
    void namesThatLeadNowhereAreGone() {
        realm.client("crm");

        List<String> nowhere = List.of("staff", "crm/agent", "erp/*", "/", "/x", "crm/", "*");
        assertThat(RoleNames.resolve(realm.model, nowhere, Map.of()).faults().keySet())
                .containsExactlyElementsOf(nowhere);
        assertThat(nowhere).allMatch(name -> RoleTarget.named(realm.model, name).isEmpty());
    }

    @Test
    void aNameMarkedAsDeletedLeadsNowhereEvenIfARoleIsCalledSo() {
        realm.role("staff (deleted)");

        assertThat(RoleTarget.named(realm.model, "staff (deleted)")).isEmpty();
    }

    @Test
    void adminsAreThoseOfTheRealmItselfUnlessNamed() {
        RoleModel admin = realm.role("admin");
        RoleModel manager = realm.role("realm-management", "manage-users");
        RoleModel ofRealmClient = realm.role("other-realm", "manage-users");
        RoleModel chief = realm.role("chief");

        RoleNames own = RoleNames.admins(realm.model, List.of(), Map.of());
        assertThat(List.of(admin, manager)).allMatch(own::matches);
        assertThat(List.of(ofRealmClient, chief)).noneMatch(own::matches);

        RoleNames named = RoleNames.admins(realm.model, List.of("chief"), Map.of());
        assertThat(named.matches(chief)).isTrue();
        assertThat(List.of(admin, manager)).noneMatch(named::matches);
    }

    @Test
    void adminsOfTheMasterRealmAreThoseOfAllRealms() {
        FakeRealm master = new FakeRealm("master");
        RoleModel admin = master.role("admin");
        RoleModel ofRealm = master.role("shop-realm", "view-users");
        RoleModel ofClient = master.role("account", "manage-account");
        RoleModel createsRealms = master.role("create-realm");
        RoleModel elsewhere = realm.role("create-realm");

        RoleNames own = RoleNames.admins(master.model, List.of(), Map.of());

        assertThat(List.of(admin, ofRealm, createsRealms)).allMatch(own::matches);
        assertThat(RoleNames.admins(realm.model, List.of(), Map.of()).matches(elsewhere))
                .isFalse();
        assertThat(own.matches(ofClient)).isFalse();
        assertThat(own.faults()).isEmpty();
    }

    @Test
    void aRealmWithoutItsOwnAdminRolesHasNoneThatIsGone() {
        assertThat(RoleNames.admins(realm.model, List.of(), Map.of()).faults()).isEmpty();
    }
}
