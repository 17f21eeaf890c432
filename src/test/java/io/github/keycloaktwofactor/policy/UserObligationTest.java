package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.github.keycloaktwofactor.exemption.Exemption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private final List<Set<String>> asked = new ArrayList<>();
    private Optional<Exemption> onRecord = Optional.empty();

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
                for (String mode : List.of("ENFORCE", "REPORT_ONLY")) {
                    UserObligation obligation = obligation(
                            user,
                            "requireEveryone",
                            everyone,
                            "requiredRoles",
                            "staff",
                            "exemptRoles",
                            "guest",
                            "mode",
                            mode);
                    assertThat(obligation.because().isEmpty())
                            .isEqualTo(obligation.obligation() == Obligation.NOT_REQUIRED);
                    assertThat(obligation.obligation())
                            .isNotEqualTo(mode.equals("ENFORCE") ? Obligation.REPORTED : Obligation.REQUIRED);
                }
            }
        }
    }

    @Test
    void aRecordIsReadOnlyForUsersWhomThePolicyNamesAndNoRoleExempts() {
        String[] config = {"requiredRoles", "staff", "exemptRoles", "guest"};
        for (UserModel user : List.of(realm.user(), realm.user(guest), realm.user(staff, guest))) {
            onRecord = Optional.of(exemption(Exemption.Kind.USER, "id"));
            asked.clear();

            Obligation obligation = obligation(user, config).obligation();

            assertThat(obligation).isNotEqualTo(Obligation.REQUIRED);
            assertThat(asked).isEmpty();
        }
        assertThat(obligation(realm.user(staff), config).obligation()).isEqualTo(Obligation.EXEMPT);
        assertThat(asked).containsExactly(Set.of(staff.getId()));
    }

    @Test
    void aRecordIsNamedWithItsEndAndItsReason() {
        onRecord = Optional.of(exemption(Exemption.Kind.USER, "id"));
        assertThat(because(realm.user(staff), "requiredRoles", "staff"))
                .containsExactly("exempt until 2026-12-24 by record: no phone yet");

        GroupModel accounting = realm.group(staff);
        lenient().when(accounting.getName()).thenReturn("Accounting");
        onRecord = Optional.of(exemption(Exemption.Kind.ROLE, staff.getId()));
        assertThat(because(realm.user(List.of(accounting)), "requireEveryone", "true"))
                .containsExactly(
                        "exempt until 2026-12-24 by record for role staff via group /Accounting: no phone yet");
    }

    @Test
    void rolesByWayOfAClientDoNotCountForARecord() {
        RoleModel ofClient = realm.role("crm", "agent");
        realm.composite(ofClient, staff);

        obligation(realm.user(ofClient), "requireEveryone", "true").obligation();

        assertThat(asked).containsExactly(Set.of(ofClient.getId()));
    }

    private static Exemption exemption(Exemption.Kind kind, String target) {
        return new Exemption(
                "e1",
                kind,
                target,
                Instant.parse("2026-12-24T23:59:59Z"),
                "no phone yet",
                new Exemption.Admin("id-of-head", "head"),
                Instant.parse("2026-12-01T08:00:00Z"));
    }

    private List<String> because(UserModel user, String... config) {
        return obligation(user, config).because();
    }

    private UserObligation obligation(UserModel user, String... config) {
        return new UserObligation(
                mock(KeycloakSession.class),
                realm.model,
                user,
                PolicySettings.from(FakeRealm.config(config)),
                (id, roles) -> {
                    asked.add(Set.copyOf(roles));
                    return onRecord;
                });
    }
}
