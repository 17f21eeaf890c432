package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 17, nobody sets up twice: a set-up made in a sign-in meets every waiting action that asks for one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NobodySetsUpTwiceIT {

    private static final String[] ALL = {
        "CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "two-factor-setup", "two-factor-recovery-codes"
    };

    private TestRealm realm;
    private MailServer mail;

    @BeforeAll
    void setUp() {
        assumeThat(System.getProperty("keycloak", "distribution")).isNotEqualTo("container");
        mail = MailServer.start();
        realm = KeycloakServer.shared().realm();
        realm.realmRole("free");
        realm.switchOn(Map.of("requireEveryone", "true", "exemptRoles", "free"));
        realm.enableAction("CONFIGURE_RECOVERY_AUTHN_CODES", true);
        realm.update(Map.of("smtpServer", mail.settings(), "resetPasswordAllowed", true));
    }

    @AfterAll
    void tearDown() {
        if (realm != null) {
            realm.close();
            mail.close();
        }
    }

    @Test
    void aSetUpMeetsWhatWaitsOnTheUser() {
        TestUser user = realm.user("on-the-user").requiredActions(ALL);

        BrowserSession browser = enrol(realm.browser().signIn(user.name(), TestRealm.PASSWORD), user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertSetUpOnce(user);
    }

    @Test
    void aSetUpMeetsWhatWaitsAlsoWhereTheSettingsWereNeverSaved() {
        try (TestRealm defaults = KeycloakServer.shared().realm()) {
            defaults.switchOn(Map.of());
            TestUser user =
                    defaults.user("by-default").requiredActions("two-factor-setup", "two-factor-recovery-codes");
            BrowserSession browser = defaults.browser().signIn(user.name(), TestRealm.PASSWORD);

            EnrolledUser.confirmed(defaults, browser, user.name());

            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            assertSetUpOnce(user);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free"})
    void aSetUpMeetsWhatAnAdministratorsMailAsksFor(String role) {
        TestUser user = role.isEmpty() ? realm.user("mailed") : realm.user("mailed-" + role, role);

        BrowserSession browser = enrol(mailed(user, "two-factor-setup", "two-factor-recovery-codes"), user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.INFO);
        assertSetUpOnce(user);
    }

    @Test
    void aSetUpMeetsWhatAMailAsksForOfKeycloaks() {
        TestUser user = realm.user("mailed-all");

        BrowserSession browser = enrol(mailed(user, ALL), user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.INFO);
        assertSetUpOnce(user);
    }

    @Test
    void aSetUpMeetsTheDefaultActionsOfTheRealm() {
        for (String action : ALL) {
            realm.defaultAction(action, true);
        }
        TestUser user = realm.user("new-starter");
        for (String action : ALL) {
            realm.defaultAction(action, false);
        }
        assertThat(user.requiredActions()).containsExactlyInAnyOrder(ALL);

        BrowserSession browser = enrol(realm.browser().signIn(user.name(), TestRealm.PASSWORD), user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertSetUpOnce(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "two-factor-recovery-codes"})
    void aSetUpMeetsWhatAnApplicationAsksForAndTheApplicationHearsOfSuccess(String action) {
        TestUser user = realm.user("asked-" + action.toLowerCase());

        BrowserSession browser = enrol(
                realm.browser().openLogin(Map.of("kc_action", action)).signIn(user.name(), TestRealm.PASSWORD), user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(browser.callback()).containsEntry("kc_action_status", "success");
        assertSetUpOnce(user);
    }

    /** That name is of the whole page, where there is more to do than to set up. */
    @Test
    void anApplicationThatAsksForThePageGetsTheCardAfterwards() {
        TestUser user = realm.user("asked-page");

        BrowserSession browser = enrol(
                realm.browser()
                        .openLogin(Map.of("kc_action", "two-factor-setup"))
                        .signIn(user.name(), TestRealm.PASSWORD),
                user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.ENROLLED);
        assertThat(browser.press("leave").callback()).containsEntry("kc_action_status", "success");
        assertSetUpOnce(user);
    }

    /** The step of the reset flow takes the authenticator away and asks for another one. */
    @Test
    void aSetUpMeetsWhatTheResetOfTheAuthenticatorAsksFor() {
        realm.flows().configure("reset credentials", "reset-otp", Map.of("action_on_otp_reset_flag", "Remove all"));
        TestUser user = EnrolledUser.imported(realm, "reset").user();
        BrowserSession browser = realm.browser().openLogin().follow("a[href*=reset-credentials]");
        browser.submit("#kc-reset-password-form", Map.of("username", user.name()));

        enrol(browser.open(mail.link(user.name())), user);
        assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_PASSWORD);
        browser.submit("#kc-passwd-update-form", Map.of("password-new", "changed", "password-confirm", "changed"));

        assertThat(Screen.of(browser)).isIn(Screen.SIGNED_IN, Screen.INFO);
        assertSetUpOnce(user);
    }

    @Test
    void aSetUpMeetsWhatRequiredFormsOfTheFlowAskFor() {
        String flow = realm.flows()
                .create(
                        "all-required",
                        "auth-username-password-form",
                        "auth-otp-form",
                        "auth-recovery-authn-code-form");
        realm.client("strict", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
        TestUser user = realm.user("required-forms");

        BrowserSession browser = enrol(
                realm.browser().open(realm.authUrl("strict", Map.of())).signIn(user.name(), TestRealm.PASSWORD), user);

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertSetUpOnce(user);
    }

    @Test
    void aSetUpOnKeycloaksPageMeetsOurs() {
        TestUser user = realm.user("by-keycloak", "free").requiredActions("CONFIGURE_TOTP", "two-factor-setup");
        // By counter, because Keycloak reads the machine's clock, and tests move the server's.
        realm.otpPolicy(30, 6, "HmacSHA1", "hotp", 1);
        try {
            BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_SET_UP);

            AuthenticatorApp app =
                    AuthenticatorApp.of(OtpSpec.stock(browser.page().value("totpSecret")));
            browser.submit("#kc-totp-settings-form", Map.of("totp", app.hotp(0), "userLabel", "phone"));

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
        } finally {
            realm.otpPolicy(30, 6, "HmacSHA1", "totp", 1);
        }
        assertThat(user.requiredActions()).isEmpty();
        assertThat(user.credentials("otp")).hasSize(1);
    }

    @Test
    void newCodesOfKeycloaksMeetOurs() {
        EnrolledUser person = EnrolledUser.imported(realm, "keycloaks-codes");
        person.user().requiredActions("CONFIGURE_RECOVERY_AUTHN_CODES", "two-factor-recovery-codes");
        BrowserSession browser = person.signIn();
        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_RECOVERY_CODES);

        browser.submit("#kc-recovery-codes-settings-form", Map.of());

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(person.user().requiredActions()).isEmpty();
    }

    /** A reload in between hands the codes to the guard. */
    @Test
    void newCodesThatWereShownAreNotAskedForAgainAfterAReload() {
        EnrolledUser person = EnrolledUser.imported(realm, "reloads");
        person.user().requiredActions("two-factor-recovery-codes");
        BrowserSession browser = person.signIn();
        assertThat(Screen.of(browser.press("regenerate"))).isEqualTo(Screen.NEW_CODES);
        assertThat(Screen.of(browser.reload())).isEqualTo(Screen.CODES_UNSAVED);

        browser.press("continue", Map.of("saved", "on"));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(person.user().requiredActions()).isEmpty();
        assertThat(person.user().credentials("two-factor-recovery-codes")).hasSize(1);
    }

    @Test
    void whatWaitsOnSomebodyWhoHadAnAuthenticatorBeforeStaysAsInKeycloak() {
        EnrolledUser person = EnrolledUser.imported(realm, "before");
        person.user().requiredActions("CONFIGURE_TOTP");

        assertThat(Screen.of(person.signIn())).isEqualTo(Screen.STOCK_SET_UP);
        assertThat(person.user().requiredActions()).containsExactly("CONFIGURE_TOTP");
    }

    /** Somebody sat at the codes when an administrator took all away; that sign-in is over. */
    @Test
    void aSetUpThatAnAdministratorTookAwayMeetsNothing() {
        TestUser user = realm.user("taken-away");
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        AuthenticatorApp app = SetupPages.app(browser);
        browser.press("confirm", Map.of("code", app.code(realm.server().clock().now())));
        assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_CODES);

        user.credentials().stream()
                .filter(credential -> !credential.type().equals("password"))
                .map(Credential::id)
                .forEach(user::deleteCredential);
        user.requiredActions("CONFIGURE_TOTP");

        assertThat(Screen.of(browser.reload())).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(user.requiredActions()).containsExactly("CONFIGURE_TOTP");
    }

    private BrowserSession mailed(TestUser user, String... actions) {
        user.rest().put("/execute-actions-email", List.of(actions));
        BrowserSession browser = realm.browser().open(mail.link(user.name()));
        return Screen.of(browser) == Screen.INFO ? browser.follow("#kc-info-message a") : browser;
    }

    private BrowserSession enrol(BrowserSession browser, TestUser user) {
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
        EnrolledUser.confirmed(realm, browser, user.name());
        return browser;
    }

    private static void assertSetUpOnce(TestUser user) {
        assertThat(user.requiredActions()).isEmpty();
        assertThat(user.credentials())
                .extracting(Credential::type)
                .containsExactlyInAnyOrder("password", "otp", "two-factor-recovery-codes");
    }
}
