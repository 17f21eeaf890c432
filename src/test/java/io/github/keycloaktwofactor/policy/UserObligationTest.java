package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.common.Profile;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

class UserObligationTest {

    @BeforeAll
    static void keycloaksFeatures() {
        Profile.defaults();
    }

    private final FakeRealm realm = new FakeRealm("shop");
    private final RoleModel staff = realm.role("staff");
    private final RoleModel guest = realm.role("guest");
    private final RoleModel manager = realm.role("realm-management", "manage-users");

    @Test
    void eachGroundIsNamedWithTheWayToTheRole() {
        GroupModel accounting = realm.group(staff);
        lenient().when(accounting.getName()).thenReturn("Accounting");
        UserModel user = realm.user(List.of(accounting), manager);

        assertThat(because(user, "requireEveryone", "true", "requireAdmins", "true", "requiredRoles", "staff"))
                .containsExactly(
                        "everyone",
                        "administrator by role realm-management/manage-users",
                        "role staff via group /Accounting");
    }

    @Test
    void whatExemptsIsNamedAndNothingElse() {
        assertThat(because(realm.user(guest, staff), "requiredRoles", "staff", "exemptRoles", "guest"))
                .containsExactly("exempt by role guest");
    }

    @Test
    void aNameThatLeadsNowhereIsAGround() {
        assertThat(because(realm.user(), "requiredRoles", "gone"))
                .singleElement()
                .asString()
                .startsWith("everyone, as requiredRoles names 'gone', which is no role");
    }

    @Test
    void whereNothingIsRequiredNothingIsNamed() {
        assertThat(because(realm.user(staff), "requiredRoles", "guest")).isEmpty();
        assertThat(because(realm.user(staff))).isEmpty();
    }

    @Test
    void groundsAreNamedExactlyWhereThereIsAnObligation() {
        for (UserModel user : Stream.of(List.<RoleModel>of(), List.of(staff), List.of(guest), List.of(staff, guest))
                .map(roles -> realm.user(roles.toArray(RoleModel[]::new)))
                .toList()) {
            for (String everyone : List.of("true", "false")) {
                UserObligation obligation =
                        obligation(user, "requireEveryone", everyone, "requiredRoles", "staff", "exemptRoles", "guest");
                assertThat(obligation.because().isEmpty())
                        .isEqualTo(obligation.obligation() == Obligation.NOT_REQUIRED);
            }
        }
    }

    private List<String> because(UserModel user, String... config) {
        return obligation(user, config).because();
    }

    private UserObligation obligation(UserModel user, String... config) {
        return new UserObligation(
                mock(KeycloakSession.class), realm.model, user, PolicySettings.from(FakeRealm.config(config)));
    }
}
