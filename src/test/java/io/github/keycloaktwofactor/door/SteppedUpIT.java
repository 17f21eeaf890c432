package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.StepUpFlow;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.VirtualAuthenticator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 6 and 14 in a flow with levels of authentication, where a sign-in has several steps that something can come between. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SteppedUpIT {

    private static final Map<String, String> STRONGER = Map.of("acr_values", "2");

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @AutoClose
    private House house;

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        realm = house.realm();
        realm.realmRole("boss").realmRole("guest");
        realm.switchOn(Map.of("requiredRoles", "boss", "exemptRoles", "guest"));
        realm.passkeys();
        realm.enableAction("webauthn-register-passwordless", true);
        StepUpFlow.create(realm, "auth-otp-form");
        realm.flows().bindBrowser("step-up");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOldCookieThatStepsUpEnrolsNobody(boolean required) {
        TestUser user = realm.user("old-" + required);
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        if (required) {
            user.grant("boss");
        }
        realm.server().clock().advance(Duration.ofMinutes(20));

        BrowserSession old = browser.fork().openLogin(STRONGER);

        assertThat(Screen.of(old)).as(old.page().text()).isEqualTo(Screen.SIGN_IN_AGAIN);
        assertThat(old.page().body()).doesNotContain("otpauth:");
        old.removeCookie("KEYCLOAK_IDENTITY");
        assertThat(Screen.of(old.reload()))
                .as("its session, which nothing names any more, has ended")
                .isEqualTo(Screen.LOGIN);

        BrowserSession again = browser.openLogin(STRONGER);
        assertThat(Screen.of(again)).isIn(Screen.PASSWORD_AGAIN, Screen.LOGIN);
        again.signIn(user.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(again)).as(again.page().text()).isIn(Screen.KEY, Screen.NO_KEY);
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void aFreshCookieThatStepsUpMayEnrol() {
        TestUser user = realm.user("fresh", "boss");
        realm.switchOff();
        BrowserSession browser = realm.browser().openLogin().signIn(user.name(), TestRealm.PASSWORD);
        realm.enableAction(TestRealm.POLICY, true);

        assertThat(Screen.of(browser.openLogin(STRONGER))).isEqualTo(Screen.KEY);
    }

    /** Keycloak counts a step as passed where somebody has nothing to show and nothing is left to set up. */
    @Test
    void noExemptionMakesAPasswordWorthMore() {
        TestUser guest = realm.user("exempt", "guest");

        BrowserSession plain = realm.browser().openLogin().signIn(guest.name(), TestRealm.PASSWORD);
        BrowserSession stronger = realm.browser().openLogin(STRONGER).signIn(guest.name(), TestRealm.PASSWORD);

        assertThat(Screen.of(plain)).isEqualTo(Screen.SIGNED_IN);
        assertThat(Screen.of(stronger)).as(stronger.page().text()).isEqualTo(Screen.KEY);
        assertThat(guest.requiredActions()).isEmpty();
    }

    /** Keycloak asks for any level, too, where none has been reached yet. */
    @Test
    void noExemptionMakesAPasswordWorthMoreForUsersWhoAskForNothing() {
        try (TestRealm second = KeycloakServer.shared().realm().realmRole("guest")) {
            second.switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
            StepUpFlow.createSecondOnly(second, "auth-otp-form");
            second.flows().bindBrowser("step-up");
            TestUser guest = second.user("exempt", "guest");

            BrowserSession browser = second.browser().signIn(guest.name(), TestRealm.PASSWORD);

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.KEY);
        }
    }

    /** What an application names need not be a level that the realm knows. */
    @Test
    void anExemptionHoldsInAFlowThatGivesNoLevelWhateverTheApplicationAsksFor() {
        try (TestRealm plain = KeycloakServer.shared().realm().realmRole("guest")) {
            plain.switchOn(Map.of("requireEveryone", "true", "exemptRoles", "guest"));
            plain.flows().bindBrowserWithChallenge();
            TestUser guest = plain.user("exempt", "guest");

            BrowserSession browser = plain.browser()
                    .openLogin(Map.of("acr_values", "tenant:acme"))
                    .signIn(guest.name(), TestRealm.PASSWORD);

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
        }
    }

    /** Keycloak takes the time of a step-up for the time at which somebody signed in. */
    @Test
    void aStepUpThatAsksForNothingMakesNoCookieYoung() {
        try (TestRealm lenient = KeycloakServer.shared().realm().switchOn(Map.of("requireEveryone", "false"))) {
            StepUpFlow.create(lenient, "allow-access-authenticator");
            lenient.flows().bindBrowser("step-up");
            lenient.register("CONFIGURE_TOTP");
            lenient.user("stepping");
            BrowserSession browser = lenient.browser().signIn("stepping", TestRealm.PASSWORD);
            lenient.server().clock().advance(Duration.ofMinutes(20));
            assertThat(Screen.of(browser.openLogin(STRONGER))).isEqualTo(Screen.SIGNED_IN);

            for (String action : new String[] {"two-factor-setup", "CONFIGURE_TOTP"}) {
                BrowserSession old = browser.fork().openLogin(Map.of("kc_action", action));
                assertThat(Screen.of(old)).as(old.page().text()).isEqualTo(Screen.SIGN_IN_AGAIN);
                assertThat(old.page().body()).doesNotContain("otpauth:", "totpSecret");
            }

            browser.openLogin(Map.of("kc_action", "two-factor-setup")).press("restart");
            assertThat(Screen.of(browser.signIn("stepping", TestRealm.PASSWORD)))
                    .isEqualTo(Screen.NO_KEY);
            browser.press("leave");
            BrowserSession young = browser.fork().openLogin(Map.of("kc_action", "two-factor-setup"));
            assertThat(Screen.of(young)).as(young.page().text()).isEqualTo(Screen.NO_KEY);
        }
    }

    /** Keycloak notes that a passkey was used, and not whose; through a provider the user can change after that. */
    @Test
    void somebodyElsesPasskeyIsNotTheSecondFactorOfUsersWhoComeThroughAProvider() {
        TestUser thief = realm.user("thief");
        Visitor victim = house.enrolled("victim");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        page.navigate(realm.authUrl(House.BARE, Map.of("kc_action", "webauthn-register-passwordless")));
        chromium.signIn(page, "thief", TestRealm.PASSWORD);
        page.onDialog(dialog -> dialog.accept("Key"));
        page.locator("#registerWebAuthn").click();
        chromium.awaitSignedIn(page);
        thief.logoutEverywhere();
        page.context().clearCookies();
        thief.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        page.navigate(realm.authUrl("app", STRONGER));
        page.locator("input[name=code]").waitFor();
        assertThat(Screen.of(page)).isEqualTo(Screen.CODE);
        String form = page.locator("form[action*=session_code]").first().getAttribute("action");
        page.navigate(realm.url("/broker/" + House.PARTNER + "/login")
                + form.substring(form.indexOf('?')).replaceAll("execution=[^&]*&?", ""));
        chromium.signIn(page, "victim", TestRealm.PASSWORD);

        page.locator("input[name=code]").waitFor();
        assertThat(Screen.of(page)).isEqualTo(Screen.CODE);
        assertThat(page.locator("body").innerText()).doesNotContain("Password accepted");
        assertThat(victim.user().sessions()).isEmpty();
    }
}
