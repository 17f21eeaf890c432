package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 5, recompute, never remember, and rule 10, fail closed, loudly: whom the policy requires to enrol. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PolicyIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.switchOn(Map.of("requireEveryone", "false"));
        realm.user("nobody");
    }

    @Test
    void requireEveryoneStopsUsersWithoutAnAuthenticatorBeforeAnyToken() {
        save("requireEveryone", "true");
        TestUser user = realm.user("everyone");

        BrowserSession browser = realm.browser().signIn("everyone", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
        assertThat(browser.page().text())
                .contains("Two-factor authentication is required by your organisation. Set it up to continue.");
        assertThat(realm.events("LOGIN")).noneMatch(event -> user.id().equals(event.userId()));
        assertThat(user.sessions()).isEmpty();
        assertThat(user.credentials("otp")).isEmpty();
        assertThat(user.requiredActions()).isEmpty();
    }

    @Test
    void requireAdminsMeansTheRealmsOwnAdministratorsWhenNoRoleIsNamed() {
        realm.realmRole("admin").composite("deputy", "realm-management/view-users");
        realm.composite("head", "deputy").group("helpdesk", "head").subgroup("helpdesk", "night");
        realm.user("admin-by-realm-role", "admin");
        realm.user("admin-by-client-role", "realm-management/query-groups");
        realm.user("admin-by-composite-of-composite", "head");
        realm.user("admin-by-group").join("helpdesk");
        realm.user("admin-by-parent-group").join("helpdesk/night");
        save("requireAdmins", "true");

        assertThat(required("admin-by-realm-role")).isTrue();
        assertThat(required("admin-by-client-role")).isTrue();
        assertThat(required("admin-by-composite-of-composite")).isTrue();
        assertThat(required("admin-by-group")).isTrue();
        assertThat(required("admin-by-parent-group")).isTrue();
        assertThat(required("nobody")).isFalse();

        save("requireAdmins", "false");
        assertThat(required("admin-by-realm-role")).isFalse();
    }

    @Test
    void adminRolesTakeThePlaceOfTheRealmsOwnAdministrators() {
        realm.realmRole("operator");
        realm.user("operator", "operator");
        realm.user("manager", "realm-management/manage-users");
        save("requireAdmins", "true", "adminRoles", "operator");

        assertThat(required("operator")).isTrue();
        assertThat(required("manager")).isFalse();

        save("requireAdmins", "false", "adminRoles", "operator");
        assertThat(required("operator")).isFalse();
    }

    @Test
    void aRequiredRoleIsARealmRoleAClientsRoleOrAnyRoleOfAClient() {
        realm.realmRole("clerk").clientRole("shop", "clerk").clientRole("shop", "guest");
        realm.clientRole("https://crm.example/api", "reader").clientRole("https://crm.example/api", "writer");
        realm.user("realm-clerk", "clerk");
        realm.user("shop-clerk", "shop/clerk");
        realm.user("shop-guest", "shop/guest");
        realm.user("crm-reader", "https://crm.example/api/reader");

        save("requiredRoles", "clerk");
        assertThat(required("realm-clerk")).isTrue();
        assertThat(required("shop-clerk")).isFalse();

        save("requiredRoles", "shop/clerk##https://crm.example/api/writer");
        assertThat(required("shop-clerk")).isTrue();
        assertThat(required("shop-guest")).isFalse();
        assertThat(required("realm-clerk")).isFalse();
        assertThat(required("crm-reader")).isFalse();

        save("requiredRoles", "shop/*##https://crm.example/api/*");
        assertThat(required("shop-guest")).isTrue();
        assertThat(required("crm-reader")).isTrue();
        assertThat(required("realm-clerk")).isFalse();
    }

    @Test
    void anExemptRoleWinsOverEverythingThatRequires() {
        realm.realmRole("robot").clientRole("kiosk", "screen").composite("machine", "robot");
        realm.group("lobby", "kiosk/screen");
        realm.user("exempt-by-role", "robot", "realm-management/manage-users");
        realm.user("exempt-by-composite", "machine");
        realm.user("exempt-by-client-and-group").join("lobby");
        save("requireEveryone", "true", "requireAdmins", "true", "exemptRoles", "robot##kiosk/*");

        assertThat(required("exempt-by-role")).isFalse();
        assertThat(required("exempt-by-composite")).isFalse();
        assertThat(required("exempt-by-client-and-group")).isFalse();
        assertThat(required("nobody")).isTrue();
    }

    @Test
    void usersWhoAreEnrolledAreAskedThoughExempt() {
        realm.realmRole("excused");
        EnrolledUser.imported(realm, "excused", "excused");
        save("requireEveryone", "true", "exemptRoles", "excused");

        assertThat(screenOf("excused")).isEqualTo(Screen.CODE);
    }

    @Test
    void aRoleThatIsGrantedAfterTheSignInCountsAtTheNextSsoLook() {
        realm.realmRole("late");
        TestUser user = realm.user("late");
        save("requiredRoles", "late");
        BrowserSession browser = realm.browser().signIn("late", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);

        user.grant("late");

        assertThat(Screen.of(browser.fork().openLogin())).isEqualTo(Screen.KEY);
        assertThat(browser.fork().openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");

        user.revoke("late");

        assertThat(Screen.of(browser.fork().openLogin(Map.of("prompt", "none"))))
                .isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aPolicyThatIsChangedWhileTheKeyIsShownCountsAtOnce() {
        realm.user("waiting");
        save("requireEveryone", "true");
        BrowserSession browser = realm.browser().signIn("waiting", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);

        save("requireEveryone", "false");

        assertThat(Screen.of(browser.reload())).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aRenamedRoleGoesOnWorking() {
        realm.realmRole("nurse").realmRole("cook").clientRole("ward", "keys");
        realm.user("nurse", "nurse");
        realm.user("cook", "cook");
        realm.user("ward-keys", "ward/keys");
        save("requireAdmins", "true", "requiredRoles", "nurse", "adminRoles", "ward/keys", "exemptRoles", "cook");

        realm.renameRole("nurse", "carer").renameRole("cook", "chef").renameRole("ward/keys", "doors");

        assertThat(setting("requiredRoles")).isEqualTo("carer");
        assertThat(setting("exemptRoles")).isEqualTo("chef");
        assertThat(setting("adminRoles")).isEqualTo("ward/doors");
        assertThat(required("nurse")).isTrue();
        assertThat(required("ward-keys")).isTrue();
        assertThat(required("nobody")).isFalse();
        realm.find("cook").grant("carer");
        assertThat(required("cook")).isFalse();

        // A new role under the old name is another role.
        realm.realmRole("nurse").user("second-nurse", "nurse");
        assertThat(required("second-nurse")).isFalse();
    }

    @Test
    void theRolesOfARenamedClientGoOnWorking() {
        realm.clientRole("till", "cashier").clientRole("depot", "driver");
        realm.user("cashier", "till/cashier");
        realm.user("driver", "depot/driver");
        save("requiredRoles", "till/cashier##depot/*");

        realm.updateClient("till", Map.of("clientId", "checkout"));
        realm.updateClient("depot", Map.of("clientId", "warehouse"));

        assertThat(setting("requiredRoles")).isEqualTo("checkout/cashier##warehouse/*");
        assertThat(required("cashier")).isTrue();
        assertThat(required("driver")).isTrue();
        assertThat(required("nobody")).isFalse();
    }

    @Test
    void aDeletedRoleRequiresEveryoneWhoIsNotExemptUntilAnAdminSavesAgain() {
        realm.realmRole("pilot").realmRole("steward").realmRole("visitor");
        realm.user("visitor", "visitor");
        save("requiredRoles", "pilot##steward", "exemptRoles", "visitor");
        assertThat(required("nobody")).isFalse();

        realm.deleteRole("pilot");

        assertThat(required("nobody")).isTrue();
        assertThat(required("visitor")).isFalse();
        assertThat(setting("requiredRoles")).isEqualTo("pilot (deleted)##steward");

        // A role that is made under the old name must not end it unseen.
        realm.realmRole("pilot");
        assertThat(required("nobody")).isTrue();

        RestAnswer again = realm.configure(Map.of("requiredRoles", "pilot (deleted)##steward"));
        assertThat(again.status()).isBetween(400, 499);
        assertThat(again.text()).contains("requiredRoles", "pilot");
        assertThat(required("nobody")).isTrue();

        save("requiredRoles", "pilot##steward");
        assertThat(required("nobody")).isFalse();
    }

    @Test
    void theRolesOfADeletedClientRequireEveryone() {
        realm.clientRole("old-shop", "owner").clientRole("old-bank", "owner");
        save("requiredRoles", "old-shop/*", "requireAdmins", "true", "adminRoles", "old-bank/owner");
        assertThat(required("nobody")).isFalse();

        realm.rest().delete("/clients/" + realm.clientUuid("old-bank"));

        assertThat(setting("adminRoles")).isEqualTo("old-bank/owner (deleted)");
        assertThat(required("nobody")).isTrue();

        save("requiredRoles", "old-shop/*");
        assertThat(required("nobody")).isFalse();
        realm.rest().delete("/clients/" + realm.clientUuid("old-shop"));
        assertThat(setting("requiredRoles")).isEqualTo("old-shop/* (deleted)");
        assertThat(required("nobody")).isTrue();
    }

    @Test
    void aDeletedExemptRoleExemptsNobodyNotEvenWhenItsNameIsGivenAgain() {
        realm.realmRole("guest").realmRole("partner");
        realm.user("guest", "guest");
        realm.user("partner", "partner");
        save("requireEveryone", "true", "exemptRoles", "guest##partner");
        assertThat(required("guest")).isFalse();

        realm.deleteRole("guest");

        assertThat(required("guest")).isTrue();
        assertThat(required("partner")).isFalse();
        assertThat(setting("exemptRoles")).isEqualTo("guest (deleted)##partner");

        realm.realmRole("guest").find("guest").grant("guest");
        assertThat(required("guest")).isTrue();
    }

    @Test
    void aDeletedRoleIsToldInTheLog() {
        assumeThat(realm.server().logText()).isNotBlank();
        realm.realmRole("told");
        save("requiredRoles", "told");

        realm.deleteRole("told");

        assertThat(realm.server().logText().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("WARN", realm.name(), "'told'", "requiredRoles", "everyone who is not exempt"));
    }

    @ParameterizedTest
    @CsvSource({
        "requireEveryone, maybe",
        "requireAdmins, 1",
        "adminRoles, no-such-role",
        "requiredRoles, nobody-has-this##app/nobody-has-this",
        "requiredRoles, no-such-client/*",
        "exemptRoles, no-such-role",
        "acceptOtherFactors, sms",
        "acceptOtherFactors, none##webauthn",
        "attemptsBeforeWait, 2",
        "attemptsBeforeWait, 11",
        "attemptsBeforeWait, six",
        "waitSeconds, 9",
        "waitSeconds, 3601",
        "maxWaitSeconds, 29",
        "maxWaitSeconds, 86401",
        "maxConsecutiveFailures, 9",
        "maxConsecutiveFailures, 101",
        "recoveryCodeCount, 0",
        "recoveryCodeCount, 21",
        "recoveryCodeGroups, 1",
        "recoveryCodeGroups, 7",
        "supportUrl, javascript:alert(1)",
        "supportUrl, //example.org",
        "directGrant, ALLOW",
        "max_auth_age, -1",
    })
    void aBadValueIsRefusedWithTheNameOfItsFieldAndNothingIsSaved(String field, String value) {
        save("requireEveryone", "false");

        Map<String, String> settings = new HashMap<>(Map.of("requireEveryone", "true"));
        settings.put(field, value);
        RestAnswer answer = realm.configure(settings);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.text()).contains(field);
        assertThat(setting("requireEveryone")).isEqualTo("false");
    }

    @Test
    void allBadValuesAreToldAtOnce() {
        RestAnswer answer = realm.configure(Map.of("waitSeconds", "1", "exemptRoles", "no-such-role"));

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.text()).contains("waitSeconds", "exemptRoles", "no-such-role");
    }

    @Test
    void aValueThatCannotBeReadCountsAsItsStrictest() {
        save("requireEveryone", "false");
        assertThat(required("nobody")).isFalse();

        // The action's own address takes a config without validation.
        ObjectNode action = (ObjectNode) realm.action(TestRealm.POLICY);
        action.withObject("/config").put("requireEveryone", "flase");
        realm.rest().put("/authentication/required-actions/" + TestRealm.POLICY, action);

        assertThat(setting("requireEveryone")).isEqualTo("flase");
        assertThat(required("nobody")).isTrue();
        save("requireEveryone", "false");
    }

    @Test
    void aClearedConfigRequiresNobodyAndAsksTheEnrolled() {
        EnrolledUser person = EnrolledUser.imported(realm, "cleared");
        save("requireEveryone", "true");

        assertThat(realm.configure(Map.of()).ok()).isTrue();

        assertThat(required("nobody")).isFalse();
        assertThat(screenOf("cleared")).isEqualTo(Screen.CODE);
        assertThat(person.user().credentials("otp")).hasSize(1);
    }

    @Test
    void aDisabledGuardSwitchesOffAndLeavesTheFactorsAndThePolicy() {
        EnrolledUser person = EnrolledUser.imported(realm, "disabled");
        save("requireEveryone", "true");
        assertThat(required("nobody")).isTrue();

        realm.switchOff();
        try {
            assertThat(required("nobody")).isFalse();
            assertThat(screenOf("disabled")).isEqualTo(Screen.STOCK_CODE);
            assertThat(person.user().credentials("otp")).hasSize(1);
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
        assertThat(required("nobody")).isTrue();
        assertThat(screenOf("disabled")).isEqualTo(Screen.CODE);
    }

    @Test
    void aGuardWhoseConfigWasNeverSavedRequiresNobodyAndAsksTheEnrolled() {
        TestRealm unsaved = realm.server().realm();
        unsaved.switchOn(Map.of());
        EnrolledUser.imported(unsaved, "enrolled");
        unsaved.user("free");

        assertThat(Screen.of(unsaved.browser().signIn("enrolled", TestRealm.PASSWORD)))
                .isEqualTo(Screen.CODE);
        assertThat(Screen.of(unsaved.browser().signIn("free", TestRealm.PASSWORD)))
                .isEqualTo(Screen.SIGNED_IN);
        unsaved.close();
    }

    /** Saves the settings, those not named at their defaults. */
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

    /** Whether somebody without an authenticator has to set one up; they sign in if not. */
    private boolean required(String user) {
        return switch (screenOf(user)) {
            case KEY -> true;
            case SIGNED_IN -> false;
            default -> throw new AssertionError(user + " is shown " + screenOf(user));
        };
    }

    private Screen screenOf(String user) {
        return Screen.of(realm.browser().signIn(user, TestRealm.PASSWORD));
    }
}
