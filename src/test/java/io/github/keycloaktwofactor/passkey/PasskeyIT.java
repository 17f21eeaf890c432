package io.github.keycloaktwofactor.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.StepUpFlow;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import io.github.keycloaktwofactor.server.VirtualAuthenticator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Security keys and passkeys: they satisfy the policy when a sign-in used them, and a password never enrols beside them. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasskeyIT {

    private static final Map<String, String> EVERYONE = Map.of("requireEveryone", "true");

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.switchOn(EVERYONE);
        realm.client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.enableAction("webauthn-register", true);
        realm.enableAction("webauthn-register-passwordless", true);
    }

    @Test
    void usersWhoUsedThePasskeyAreNotAskedForACode() {
        TestUser user = realm.user("passkey");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        register(page, "passkey", "webauthn-register-passwordless");
        user.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        bindPasswordOrPasskey();
        try {
            signInWithPasskey(page);
            chromium.awaitSignedIn(page);
            // The cookie goes on counting, because the mark is in the session.
            page.navigate(realm.authUrl("app", Map.of("prompt", "none")));
            assertThat(Screen.of(page)).isEqualTo(Screen.SIGNED_IN);
            // And only the cookie: the password alone is asked for the code, though the passkey was used before.
            page.navigate(realm.authUrl("bare", Map.of()));
            chromium.signIn(page, "passkey", TestRealm.PASSWORD);
            assertThat(Screen.of(page)).isEqualTo(Screen.CODE);
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    @Test
    void usersWhoUsedTheSecurityKeyAfterThePasswordAreNotAskedToEnrol() {
        TestUser user = realm.user("security-key");
        Page page = chromium.page();
        VirtualAuthenticator.securityKey(page);
        register(page, "security-key", "webauthn-register");
        realm.flows().bindBrowserWithSecurityKey();
        try {
            page.navigate(realm.authUrl("app", Map.of()));
            chromium.signIn(page, "security-key", TestRealm.PASSWORD);
            assertThat(Screen.of(page)).isEqualTo(Screen.PASSKEY);
            press(page, "#authenticateWebAuthnButton");
            chromium.awaitSignedIn(page);
            assertThat(user.credentials("otp")).isEmpty();
            page.navigate(realm.authUrl("app", Map.of("prompt", "none")));
            assertThat(Screen.of(page)).isEqualTo(Screen.SIGNED_IN);

            user.deleteCredential(user.credentials("webauthn").get(0).id());
            page.navigate(realm.authUrl("app", Map.of("prompt", "none")));
            assertThat(page.url()).contains("error=interaction_required");
            page.navigate(realm.authUrl("app", Map.of()));
            assertThat(Screen.of(page)).isEqualTo(Screen.SIGN_IN_AGAIN);
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    @Test
    void aSecurityKeyOfAHigherLevelIsAskedForOnTheWayToIt() {
        TestUser user = realm.user("step-up");
        Page page = chromium.page();
        VirtualAuthenticator.securityKey(page);
        register(page, "step-up", "webauthn-register");
        StepUpFlow.create(realm, "webauthn-authenticator");
        realm.flows().bindBrowser("step-up");
        try {
            page.navigate(realm.authUrl("app", Map.of()));
            chromium.signIn(page, "step-up", TestRealm.PASSWORD);
            assertThat(Screen.of(page)).isEqualTo(Screen.OTHER_FACTOR);
            page.locator("button[name=do][value=restart]").click();
            chromium.signIn(page, "step-up", TestRealm.PASSWORD);
            assertThat(Screen.of(page)).isEqualTo(Screen.PASSKEY);
            press(page, "#authenticateWebAuthnButton");
            chromium.awaitSignedIn(page);
            assertThat(user.sessions()).hasSize(1);
            assertThat(user.credentials("otp")).isEmpty();
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    @Test
    void aPasswordAloneNeverEnrolsBesideAPasskeyAndSignInAgainLeadsToThePasskey() {
        TestUser user = realm.user("other-factor");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        register(page, "other-factor", "webauthn-register-passwordless");
        bindPasswordOrPasskey();
        try {
            nothingIsShownBesideThePasskey(user);

            page.navigate(realm.authUrl("bare", Map.of()));
            chromium.signIn(page, "other-factor", TestRealm.PASSWORD);
            assertThat(Screen.of(page)).isEqualTo(Screen.OTHER_FACTOR);
            page.locator("button[name=do][value=restart]").click();
            choosePasskey(page);
            chromium.awaitSignedIn(page);
            assertThat(user.sessions()).hasSize(1);
            assertThat(user.credentials("otp")).isEmpty();
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    private void nothingIsShownBesideThePasskey(TestUser user) {
        for (String action : List.of("", "two-factor-setup", "two-factor-recovery-codes", "two-factor-policy")) {
            BrowserSession browser = realm.browser()
                    .open(realm.authUrl("bare", action.isEmpty() ? Map.of() : Map.of("kc_action", action)))
                    .signIn("other-factor", TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).as(action).isEqualTo(Screen.OTHER_FACTOR);
            for (String button : List.of("enable", "confirm", "continue", "verify", "regenerate")) {
                browser.post(browser.action("restart"), List.of(Map.entry("do", button), Map.entry("cancel-aia", "1")));
                assertThat(Screen.of(browser)).as(action + " " + button).isIn(Screen.OTHER_FACTOR, Screen.LOGIN);
                assertThat(browser.page().body()).doesNotContain("otpauth:");
                if (Screen.of(browser) == Screen.LOGIN) {
                    browser.signIn("other-factor", TestRealm.PASSWORD);
                }
            }
        }
        assertThat(user.credentials("otp")).isEmpty();
        assertThat(user.sessions()).isEmpty();
    }

    @Test
    void aPasskeyThatThePolicyDoesNotAcceptLeadsToTheEnrolment() {
        TestUser user = realm.user("not-accepted");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        register(page, "not-accepted", "webauthn-register-passwordless");
        realm.configure(Map.of("requireEveryone", "true", "acceptOtherFactors", "none"));
        bindPasswordOrPasskey();
        try {
            signInWithPasskey(page);
            page.locator("a[href^='otpauth:']").waitFor();
            assertThat(Screen.of(page)).isEqualTo(Screen.KEY);
            assertThat(user.sessions()).isEmpty();
        } finally {
            realm.flows().bindStockBrowser();
            realm.configure(EVERYONE);
        }
    }

    @Test
    void aPasskeyThatThePolicyNoLongerAcceptsNoLongerCountsInOldSessions() {
        TestUser user = realm.user("taken-back");
        Page page = chromium.page();
        VirtualAuthenticator.passkey(page);
        register(page, "taken-back", "webauthn-register-passwordless");
        user.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        bindPasswordOrPasskey();
        try {
            signInWithPasskey(page);
            chromium.awaitSignedIn(page);
            String code = page.url().replaceAll(".*[?&]code=([^&]+).*", "$1");
            Tokens tokens = realm.token(Map.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    "app",
                    "code",
                    code,
                    "redirect_uri",
                    realm.callbackUrl()));
            assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();

            for (String accepted : List.of("none", "webauthn")) {
                realm.configure(Map.of("requireEveryone", "true", "acceptOtherFactors", accepted));
                assertThat(realm.refresh(tokens.refreshToken()).error())
                        .as(accepted)
                        .isEqualTo("invalid_grant");
                page.navigate(realm.authUrl("app", Map.of("prompt", "none")));
                assertThat(page.url()).as(accepted).contains("error=interaction_required");
                page.navigate(realm.authUrl("app", Map.of()));
                assertThat(Screen.of(page)).as(accepted).isEqualTo(Screen.CODE);
            }

            realm.configure(EVERYONE);
            assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();
            page.navigate(realm.authUrl("app", Map.of("prompt", "none")));
            assertThat(Screen.of(page)).isEqualTo(Screen.SIGNED_IN);
        } finally {
            realm.flows().bindStockBrowser();
            realm.configure(EVERYONE);
        }
    }

    /** The realm's browser flow: cookie, password or passkey, at the person's choice, and nothing after them. */
    private void bindPasswordOrPasskey() {
        String flow = "password-or-passkey";
        String[] steps = {"auth-cookie", "auth-username-password-form", "webauthn-authenticator-passwordless"};
        realm.flows().create(flow, steps);
        for (String step : steps) {
            realm.flows().require(flow, step, "ALTERNATIVE");
        }
        realm.flows().bindBrowser(flow);
    }

    /** Registers a key while the guard is off, as somebody did who had one before the policy came. */
    private void register(Page page, String name, String action) {
        realm.switchOff();
        try {
            page.navigate(realm.authUrl("bare", Map.of("kc_action", action)));
            chromium.signIn(page, name, TestRealm.PASSWORD);
            page.onDialog(dialog -> dialog.accept("Key"));
            press(page, "#registerWebAuthn");
            chromium.awaitSignedIn(page);
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
        String type = action.endsWith("passwordless") ? "webauthn-passwordless" : "webauthn";
        assertThat(realm.find(name).credentials(type)).hasSize(1);
        realm.find(name).logoutEverywhere();
        page.context().clearCookies();
    }

    private void signInWithPasskey(Page page) {
        page.navigate(realm.authUrl("app", Map.of()));
        choosePasskey(page);
    }

    private void choosePasskey(Page page) {
        page.locator("#try-another-way").click();
        page.getByText("Passkey", new Page.GetByTextOptions().setExact(true)).click();
        press(page, "#authenticateWebAuthnButton");
    }

    /** Presses a button of Keycloak's own, which does nothing before the page's script has come. */
    private static void press(Page page, String button) {
        page.locator(button).waitFor();
        page.waitForLoadState();
        page.locator(button).click();
    }
}
