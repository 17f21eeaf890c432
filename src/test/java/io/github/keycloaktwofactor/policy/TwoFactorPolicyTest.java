package io.github.keycloaktwofactor.policy;

import static io.github.keycloaktwofactor.policy.Obligation.EXEMPT;
import static io.github.keycloaktwofactor.policy.Obligation.NOT_REQUIRED;
import static io.github.keycloaktwofactor.policy.Obligation.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

class TwoFactorPolicyTest {

    private final FakeRealm realm = new FakeRealm("shop");

    @Nested
    class SwitchedOn {

        @Test
        void aRealmWithoutTheGuardHasNoPolicy() {
            assertThat(TwoFactorPolicy.of(realm.model)).isEmpty();
        }

        @Test
        void aDisabledGuardIsNoPolicy() {
            realm.guard("requireEveryone", "true").setEnabled(false);

            assertThat(TwoFactorPolicy.of(realm.model)).isEmpty();
        }

        @Test
        void aConfigThatWasNeverSavedOrWasClearedHasAllDefaults() {
            RequiredActionProviderModel guard = realm.guard();
            isTheDefaults();

            guard.setConfig(null);
            isTheDefaults();

            guard.setConfig(FakeRealm.config("requireEveryone", null, "roleIds", "{}", "providerFingerprints", "{}"));
            isTheDefaults();
        }

        private void isTheDefaults() {
            assertThat(TwoFactorPolicy.of(realm.model)).contains(PolicySettings.from(Map.of()));
            assertThat(TwoFactorPolicy.state(realm.model)).isEqualTo(PolicyState.DEFAULTS);
            assertThat(PolicyStates.report().get("shop"))
                    .isEqualTo("on; no settings are saved, so the defaults hold; nobody has to set it up, and users"
                            + " who have are asked");
        }

        @Test
        void aRealmThatOnlyReportsSaysSinceWhen() {
            String since = "report only since 2025-11-30T08:00:00Z: required users without two-factor are let in";
            realm.guard("requireEveryone", "true");
            TwoFactorPolicy.of(realm.model);
            assertThat(PolicyStates.takeRelaxed(realm.model)).isEmpty();
            realm.guard("requireEveryone", "true", "mode", "REPORT_ONLY", "reportOnlySince", "1764489600");

            TwoFactorPolicy.of(realm.model);

            assertThat(PolicyStates.report().get("shop")).isEqualTo("on; " + since);
            assertThat(PolicyStates.takeRelaxed(realm.model)).as("once").contains(since);
            assertThat(PolicyStates.takeRelaxed(realm.model)).isEmpty();
        }

        @Test
        void anActionOfAnotherProviderUnderTheAliasIsNoPolicy() {
            realm.guard("requireEveryone", "true").setProviderId("terms");

            assertThat(TwoFactorPolicy.of(realm.model)).isEmpty();
        }

        @Test
        void aSavedConfigIsThePolicy() {
            realm.guard("requireEveryone", "true", "supportText", null);

            assertThat(TwoFactorPolicy.of(realm.model))
                    .hasValueSatisfying(
                            settings -> assertThat(settings.requireEveryone()).isTrue());
        }

        @Test
        void aPolicyThatAsksNothingOfAnybodyIsStillSwitchedOn() {
            realm.guard("requireEveryone", "false");

            assertThat(TwoFactorPolicy.of(realm.model)).isPresent();
        }
    }

    @Nested
    class Obligations {

        private final RoleModel staff = realm.role("staff");
        private final RoleModel guest = realm.role("guest");

        @Test
        void everyoneIsRequiredWhenThePolicySaysSo() {
            assertThat(obligation(realm.user(), "requireEveryone", "true")).isEqualTo(REQUIRED);
        }

        @Test
        void aListedRoleIsRequiredAndAnotherIsNot() {
            assertThat(obligation(realm.user(staff), "requiredRoles", "staff")).isEqualTo(REQUIRED);
            assertThat(obligation(realm.user(guest), "requiredRoles", "staff")).isEqualTo(NOT_REQUIRED);
        }

        @Test
        void compositesCountAtAnyDepth() {
            RoleModel middle = realm.role("middle");
            RoleModel top = realm.role("top");
            realm.composite(top, guest, middle);
            realm.composite(middle, staff);

            assertThat(obligation(realm.user(top), "requiredRoles", "staff")).isEqualTo(REQUIRED);
        }

        @Test
        void groupsAndTheirParentsCount() {
            UserModel member = realm.user(List.of(realm.subgroup(realm.subgroup(realm.group(staff)))));

            assertThat(obligation(member, "requiredRoles", "staff")).isEqualTo(REQUIRED);
        }

        @Test
        void adminsAreRequiredOnlyWhenThePolicySaysSo() {
            UserModel admin = realm.user(realm.role("realm-management", "manage-users"));

            assertThat(obligation(admin, "requireAdmins", "true")).isEqualTo(REQUIRED);
            assertThat(obligation(admin, "requireAdmins", "false", "requiredRoles", "staff"))
                    .isEqualTo(NOT_REQUIRED);
            assertThat(obligation(admin, "requireAdmins", "true", "adminRoles", "staff"))
                    .isEqualTo(NOT_REQUIRED);
        }

        @Test
        void anExemptRoleWinsOverEverything() {
            UserModel user = realm.user(staff, guest, realm.role("admin"));

            assertThat(obligation(
                            user,
                            "requireEveryone",
                            "true",
                            "requireAdmins",
                            "true",
                            "requiredRoles",
                            "staff##nowhere",
                            "exemptRoles",
                            "guest"))
                    .isEqualTo(EXEMPT);
        }

        @Test
        void anExemptionCountsThroughRealmRolesButNotThroughARoleOfAClient() {
            RoleModel screen = realm.role("kiosk", "screen");
            RoleModel customer = realm.role("shop", "customer");
            RoleModel top = realm.role("top");
            String[] config = {"requireEveryone", "true", "exemptRoles", "kiosk/screen"};
            realm.composite(customer, screen);

            assertThat(obligation(realm.user(customer), config)).isEqualTo(REQUIRED);
            realm.composite(top, customer);
            assertThat(obligation(realm.user(top), config)).isEqualTo(REQUIRED);
            assertThat(obligation(realm.user(customer, screen), config)).isEqualTo(EXEMPT);
            assertThat(obligation(realm.user(List.of(realm.subgroup(realm.group(screen)))), config))
                    .isEqualTo(EXEMPT);
            realm.composite(top, screen);
            assertThat(obligation(realm.user(top), config)).isEqualTo(EXEMPT);
        }

        @Test
        void aRequirementCountsThroughARoleOfAClient() {
            RoleModel customer = realm.role("shop", "customer");
            realm.composite(customer, staff);

            assertThat(obligation(realm.user(customer), "requiredRoles", "staff"))
                    .isEqualTo(REQUIRED);
        }

        @Test
        void aRequiredRoleThatIsGoneRequiresEveryoneWhoIsNotExempt() {
            String[] config = {"requiredRoles", "staff##gone", "exemptRoles", "guest"};

            assertThat(obligation(realm.user(), config)).isEqualTo(REQUIRED);
            assertThat(obligation(realm.user(guest), config)).isEqualTo(EXEMPT);
        }

        @Test
        void anAdminRoleThatIsGoneRequiresEveryoneWhileAdminsAreRequired() {
            assertThat(obligation(realm.user(), "requireAdmins", "true", "adminRoles", "gone"))
                    .isEqualTo(REQUIRED);
            assertThat(obligation(realm.user(), "requireAdmins", "false", "adminRoles", "gone"))
                    .isEqualTo(NOT_REQUIRED);
        }

        @Test
        void anExemptRoleThatIsGoneExemptsNobody() {
            assertThat(obligation(realm.user(guest), "requireEveryone", "true", "exemptRoles", "gone"))
                    .isEqualTo(REQUIRED);
        }

        @Test
        void serviceAccountsAreNeverRequired() {
            UserModel user = realm.user(staff);
            when(user.getServiceAccountClientLink()).thenReturn("client");

            assertThat(obligation(user, "requireEveryone", "true")).isEqualTo(NOT_REQUIRED);
        }

        @Test
        void rolesAreExpandedOnceForAllLists() {
            UserModel user = realm.user(staff);

            obligation(
                    user,
                    "exemptRoles",
                    "guest",
                    "requireAdmins",
                    "true",
                    "adminRoles",
                    "guest",
                    "requiredRoles",
                    "staff");

            verify(user, times(1)).getRoleMappingsStream();
        }

        @Test
        void rolesAreNotExpandedWhereTheAnswerDoesNotNeedThem() {
            UserModel user = realm.user(staff);

            obligation(user);
            obligation(user, "exemptRoles", "staff");

            verify(user, never()).getRoleMappingsStream();
        }

        private Obligation obligation(UserModel user, String... config) {
            Map<String, String> saved = FakeRealm.config(config);
            return new UserObligation(
                            mock(KeycloakSession.class),
                            realm.model,
                            user,
                            PolicySettings.from(saved),
                            (id, roles) -> Optional.empty())
                    .obligation();
        }
    }
}
