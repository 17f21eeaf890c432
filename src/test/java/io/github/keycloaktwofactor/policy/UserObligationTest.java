package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** Why the policy asks what it asks: the reasons are there exactly where the decision says so. */
class UserObligationTest {

    private final FakeRealm realm = new FakeRealm("shop");
    private final RoleModel staff = realm.role("staff");
    private final RoleModel guest = realm.role("guest");

    @Test
    void everyoneIsAReason() {
        assertThat(because(realm.user(), "requireEveryone", "true")).containsExactly("everyone");
    }

    @Test
    void aRoleIsToldWithTheGroupThatGivesIt() {
        GroupModel accounting = named(realm.group(staff), "Accounting");
        GroupModel payroll = named(realm.subgroup(accounting), "Payroll");

        assertThat(because(realm.user(staff), "requiredRoles", "staff")).containsExactly("role staff");
        assertThat(because(realm.user(List.of(payroll)), "requiredRoles", "staff"))
                .containsExactly("role staff via group /Accounting");
        assertThat(because(realm.user(List.of(payroll), staff), "requiredRoles", "staff"))
                .as("given directly as well")
                .containsExactly("role staff");
    }

    @Test
    void aRoleIsToldWithEachCompositeThatLeadsToIt() {
        RoleModel middle = realm.role("middle");
        RoleModel top = realm.role("shop", "top");
        realm.composite(top, guest, middle);
        realm.composite(middle, staff);

        assertThat(because(realm.user(List.of(named(realm.group(top), "Night"))), "requiredRoles", "staff"))
                .containsExactly("role staff via composite middle via composite shop/top via group /Night");
    }

    @Test
    void whatLiesBehindARoleThatIsAReasonIsNoFurtherOne() {
        RoleModel admin = realm.role("realm-management", "realm-admin");
        realm.composite(admin, realm.role("realm-management", "manage-users"));

        assertThat(because(realm.user(admin), "requireAdmins", "true"))
                .containsExactly("administrator by role realm-management/realm-admin");
    }

    @Test
    void everyReasonIsToldInTheOrderOfTheSettings() {
        UserModel user = realm.user(staff, guest);

        assertThat(because(
                        user,
                        "requireEveryone",
                        "true",
                        "requireAdmins",
                        "true",
                        "adminRoles",
                        "guest",
                        "requiredRoles",
                        "staff##guest"))
                .containsExactly("everyone", "administrator by role guest", "role guest", "role staff");
    }

    @Test
    void anExemptionIsToldInPlaceOfTheRequirement() {
        assertThat(because(realm.user(staff, guest), "requiredRoles", "staff", "exemptRoles", "guest"))
                .containsExactly("exempt by role guest");

        RoleModel customer = realm.role("shop", "customer");
        realm.composite(customer, guest);
        assertThat(because(realm.user(customer, staff), "requiredRoles", "staff", "exemptRoles", "guest"))
                .as("it does not come by a client's role")
                .containsExactly("role staff");
    }

    @Test
    void aNameThatIsNoRoleIsAReasonForEveryone() {
        assertThat(because(realm.user(), "requiredRoles", "gone"))
                .containsExactly(
                        "everyone, as requiredRoles names 'gone', which is no role, and nothing says that it ever was"
                                + " one");
    }

    @Test
    void whereNothingIsRequiredNothingIsSaid() {
        assertThat(because(realm.user(guest), "requiredRoles", "staff")).isEmpty();
        UserModel robot = realm.user(staff);
        when(robot.getServiceAccountClientLink()).thenReturn("client");
        assertThat(because(robot, "requireEveryone", "true")).isEmpty();
    }

    private List<String> because(UserModel user, String... config) {
        UserObligation obligation = new UserObligation(
                mock(KeycloakSession.class), realm.model, user, PolicySettings.from(FakeRealm.config(config)));
        List<String> because = obligation.because();
        assertThat(because.isEmpty()).isEqualTo(obligation.obligation() == Obligation.NOT_REQUIRED);
        return because;
    }

    private static GroupModel named(GroupModel group, String name) {
        when(group.getName()).thenReturn(name);
        return group;
    }
}
