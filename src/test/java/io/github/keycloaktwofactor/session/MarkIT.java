package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.CookieJar;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mark: whose second factor counts, in which session, and how a person gets rid of a half-finished sign-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MarkIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("exempt").client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.switchOn(Map.of("requireEveryone", "true", "exemptRoles", "exempt", "endOtherSessions", "NEVER"));
    }

    @Test
    void theMarkOfAnotherUserInTheSameBrowserDoesNotCount() {
        EnrolledUser first = EnrolledUser.imported(realm, "marked-first");
        EnrolledUser second = EnrolledUser.imported(realm, "marked-second");
        TestUser fresh = realm.user("marked-fresh");
        BrowserSession browser = first.signIn();
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

        BrowserSession asSecond = browser.fork().open(realm.authUrl("bare", Map.of()));
        assertThat(Screen.of(asSecond.signIn(second.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.CODE);
        assertThat(second.user().sessions()).isEmpty();

        BrowserSession asFresh = browser.fork().open(realm.authUrl("bare", Map.of()));
        assertThat(Screen.of(asFresh.signIn(fresh.name(), TestRealm.PASSWORD))).isEqualTo(Screen.KEY);
        assertThat(fresh.sessions()).isEmpty();
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void theMarkOfAHalfLoginDoesNotPassToTheNextUser() {
        EnrolledUser first = EnrolledUser.imported(realm, "half-first");
        EnrolledUser second = EnrolledUser.imported(realm, "half-second");
        first.user().requiredActions("UPDATE_PASSWORD");
        BrowserSession browser = realm.browser().open(realm.authUrl("bare", Map.of()));
        browser.signIn(first.name(), TestRealm.PASSWORD).press("verify", Map.of("code", first.code()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_PASSWORD);

        browser.open(browser.page().uri().toString().replace("/required-action", "/restart"));
        assertThat(Screen.of(browser)).isEqualTo(Screen.LOGIN);

        assertThat(Screen.of(browser.signIn(second.name(), TestRealm.PASSWORD))).isEqualTo(Screen.CODE);
        assertThat(second.user().sessions()).isEmpty();
    }

    @Test
    void anAuthenticatorThatWasAddedInThisSignInLeavesNoMark() {
        TestUser user = realm.user("added", "exempt");
        // By counter, because stock reads the machine's clock and we the server's, which tests move.
        realm.otpPolicy(30, 6, "HmacSHA1", "hotp", 1);
        try {
            BrowserSession browser = realm.browser()
                    .openLogin(Map.of("kc_action", "CONFIGURE_TOTP"))
                    .signIn("added", TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_SET_UP);
            AuthenticatorApp app =
                    AuthenticatorApp.of(OtpSpec.stock(browser.page().value("totpSecret")));
            browser.submit("#kc-totp-settings-form", Map.of("totp", app.hotp(0), "userLabel", "Token"));
            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
            assertThat(user.credentials("otp")).hasSize(1);

            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.CODE);
            assertThat(Screen.of(browser.press("verify", Map.of("code", app.hotp(1)))))
                    .isEqualTo(Screen.SIGNED_IN);
            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);
        } finally {
            realm.otpPolicy(30, 6, "HmacSHA1", "totp", 1);
        }
    }

    @Test
    void theMarkEndsWithTheSession() {
        EnrolledUser person = EnrolledUser.imported(realm, "signed-out");
        BrowserSession browser = person.signIn();
        browser.signOut(browser.tokens());

        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.LOGIN);
        assertThat(Screen.of(browser.signIn(person.name(), TestRealm.PASSWORD))).isEqualTo(Screen.CODE);
    }

    @Test
    void anAbandonedCodePageTakesNothingFromTheSessionThatWasThere() {
        EnrolledUser person = EnrolledUser.imported(realm, "abandoned");
        BrowserSession browser = person.signIn();
        browser.openLogin(Map.of("prompt", "login")).signIn(person.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);

        assertThat(Screen.of(browser.openLogin(Map.of("prompt", "none")))).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void signInAsADifferentUserEndsTheHalfLogin() {
        EnrolledUser person = EnrolledUser.imported(realm, "different");
        EnrolledUser other = EnrolledUser.imported(realm, "different-other");
        BrowserSession inTheFlow = realm.browser().signIn(person.name(), TestRealm.PASSWORD);
        BrowserSession atTheGuard =
                realm.browser().open(realm.authUrl("bare", Map.of())).signIn(person.name(), TestRealm.PASSWORD);

        assertThat(inTheFlow.page().text()).contains("Sign in as a different user");
        assertEmptyLogin(inTheFlow.press("restart"));
        assertEmptyLogin(atTheGuard.press("restart"));
        assertThat(person.user().sessions()).isEmpty();

        assertThat(Screen.of(atTheGuard.signIn(other.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.CODE);
        // The code of the user who was here before is a wrong one now.
        assertThat(Screen.of(atTheGuard.press("verify", Map.of("code", person.code()))))
                .isEqualTo(Screen.CODE);
        assertThat(Screen.of(atTheGuard.press("verify", Map.of("code", other.code()))))
                .isEqualTo(Screen.SIGNED_IN);
        assertThat(other.user().sessions()).hasSize(1);
        assertThat(person.user().sessions()).isEmpty();
    }

    @Test
    void signInAsADifferentUserEndsTheSessionThatTheCookieBroughtAlong() {
        EnrolledUser person = EnrolledUser.imported(realm, "different-sso");
        BrowserSession browser = sessionFromBefore(person.name());
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.CODE);

        assertEmptyLogin(browser.press("restart"));

        assertThat(person.user().sessions()).isEmpty();
        assertThat(browser.openLogin(Map.of("prompt", "none")).callback()).containsEntry("error", "login_required");
    }

    @Test
    void signOutOnTheForcedPageEndsTheSessionAndLeadsToAnEmptyLogin() {
        TestUser user = realm.user("forced");
        BrowserSession withoutSession = realm.browser().signIn("forced", TestRealm.PASSWORD);
        BrowserSession withSession = sessionFromBefore("forced");
        assertThat(user.sessions()).hasSize(1);
        assertThat(Screen.of(withSession.openLogin())).isEqualTo(Screen.KEY);

        assertThat(withoutSession.page().text()).contains("Sign out");
        assertEmptyLogin(withoutSession.press("leave"));
        assertEmptyLogin(withSession.press("leave"));

        assertThat(user.sessions()).isEmpty();
        assertThat(withSession.openLogin(Map.of("prompt", "none")).callback()).containsEntry("error", "login_required");
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void usersWhoEnrolledElsewhereMeanwhileAreNotHeldInACircle() {
        TestUser user = realm.user("elsewhere");
        BrowserSession here = realm.browser().signIn("elsewhere", TestRealm.PASSWORD);
        BrowserSession there = realm.browser().signIn("elsewhere", TestRealm.PASSWORD);
        EnrolledUser person = EnrolledUser.confirmed(realm, there, "elsewhere");
        assertThat(Screen.of(there)).isEqualTo(Screen.SIGNED_IN);

        // This sign-in is older than the authenticator, whose code would prove nothing in it.
        assertThat(Screen.of(here.reload())).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(Screen.of(here.press("restart"))).isEqualTo(Screen.LOGIN);
        assertThat(Screen.of(here.signIn("elsewhere", TestRealm.PASSWORD))).isEqualTo(Screen.CODE);
        assertThat(Screen.of(here.press("verify", Map.of("code", person.code()))))
                .isEqualTo(Screen.SIGNED_IN);
        assertThat(user.credentials("otp")).hasSize(1);
    }

    @Test
    void anImpersonatedSessionPassesAndIsShownNeitherAKeyNorCodes() {
        EnrolledUser enrolled = EnrolledUser.imported(realm, "impersonated");
        TestUser fresh = realm.user("impersonated-fresh");

        for (TestUser user : List.of(enrolled.user(), fresh)) {
            String cookies = impersonate(user);

            assertThat(CookieJar.follow(realm.authUrl("app", Map.of()), cookies)
                            .uri()
                            .toString())
                    .startsWith(realm.callbackUrl())
                    .contains("code=");
            for (String action : List.of("two-factor-setup", "two-factor-recovery-codes")) {
                HttpResponse<String> page =
                        CookieJar.follow(realm.authUrl("app", Map.of("kc_action", action)), cookies);
                assertThat(Screen.of(page.body())).isIn(Screen.IMPERSONATED, Screen.PASSWORD_AGAIN);
            }
            assertThat(user.credentials())
                    .noneMatch(credential -> credential.type().contains("recovery"));
        }
        assertThat(fresh.credentials("otp")).isEmpty();
    }

    @Test
    void whatAnAdministratorTakesAwayProvesNothingAnyMore() {
        EnrolledUser person = EnrolledUser.imported(realm, "taken-away");
        BrowserSession owner = person.signIn();
        BrowserSession other = person.signIn();
        Tokens tokens = other.tokens();
        assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();
        BrowserSession card = other.fork().openLogin(Map.of("kc_action", "two-factor-setup"));
        assertThat(Screen.of(card)).isEqualTo(Screen.ENROLLED);

        person.user().deleteCredential(person.user().credentials("otp").get(0).id());

        assertThat(realm.refresh(tokens.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(other.fork().openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");
        // The person who sits there need not be the one for whom the administrator did it.
        assertThat(Screen.of(card.reload())).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(Screen.of(other.fork().openLogin())).isEqualTo(Screen.SIGN_IN_AGAIN);
        assertThat(Screen.of(owner.openLogin().press("restart"))).isEqualTo(Screen.PASSWORD_AGAIN);
        owner.submit("#kc-form-login", Map.of("password", TestRealm.PASSWORD));
        assertThat(Screen.of(owner)).isEqualTo(Screen.KEY);
        EnrolledUser.confirmed(realm, owner, person.name());
        assertThat(Screen.of(owner)).isEqualTo(Screen.SIGNED_IN);

        assertThat(realm.refresh(tokens.refreshToken()).error())
                .as("a new factor brings nothing back to life")
                .isEqualTo("invalid_grant");
        assertThat(Screen.of(other.openLogin())).isEqualTo(Screen.CODE);
        assertThat(Screen.of(owner.openLogin())).isEqualTo(Screen.SIGNED_IN);
    }

    /** Neither when the guard was switched off meanwhile, nor when it was taken out of the realm. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAFactorProvedBeforeTheGuardWasGoneForAWhileStaysGone(boolean deleted) {
        EnrolledUser person = EnrolledUser.imported(realm, "gone-meanwhile-" + deleted);
        BrowserSession other = person.signIn();
        Tokens tokens = other.tokens();
        realm.otpPolicy(30, 6, "HmacSHA1", "hotp", 1);
        Map<String, String> settings = settings();
        if (deleted) {
            realm.deleteAction(TestRealm.POLICY);
        } else {
            realm.switchOff();
        }
        try {
            person.user()
                    .deleteCredential(person.user().credentials("otp").get(0).id());
            BrowserSession owner = realm.browser()
                    .openLogin(Map.of("kc_action", "CONFIGURE_TOTP"))
                    .signIn(person.name(), TestRealm.PASSWORD);
            AuthenticatorApp app =
                    AuthenticatorApp.of(OtpSpec.stock(owner.page().value("totpSecret")));
            owner.submit("#kc-totp-settings-form", Map.of("totp", app.hotp(0), "userLabel", "Token"));
            assertThat(Screen.of(owner)).as(owner.page().text()).isEqualTo(Screen.SIGNED_IN);
        } finally {
            realm.switchOn(settings);
            realm.otpPolicy(30, 6, "HmacSHA1", "totp", 1);
        }

        assertThat(realm.refresh(tokens.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(Screen.of(other.openLogin())).isEqualTo(Screen.CODE);
    }

    /** An action that waits for the user waits on, and nobody else meets it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIGURE_TOTP",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "webauthn-register",
                "webauthn-register-passwordless"
            })
    void anImpersonatedSessionMeetsNoActionThatAddsAFactor(String action) {
        realm.enableAction(action, true);
        TestUser fresh = realm.user("impersonated-" + action.toLowerCase(Locale.ROOT), "exempt");
        EnrolledUser enrolled =
                EnrolledUser.imported(realm, "impersonated-enrolled-" + action.toLowerCase(Locale.ROOT));
        for (TestUser user : List.of(fresh, enrolled.user())) {
            user.requiredActions(action);
            BrowserSession browser = realm.browser();
            for (String cookie : impersonate(user).split("; ")) {
                browser.plantCookie(
                        cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1));
            }

            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.IMPERSONATED);
            assertThat(user.requiredActions()).containsExactly(action);

            user.requiredActions("UPDATE_PROFILE");
            assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.PROFILE);
        }
    }

    /** What the user has proved in a browser, an administrator who acts in their name there has not. */
    @Test
    void theUsersOwnSessionLendsAnAdministratorNothing() {
        realm.enableAction("CONFIGURE_TOTP", true);
        EnrolledUser person = EnrolledUser.imported(realm, "impersonated-beside");
        BrowserSession browser = person.signIn();
        person.user().requiredActions("CONFIGURE_TOTP");
        for (String cookie : impersonate(person.user()).split("; ")) {
            if (!cookie.startsWith("AUTH_SESSION_ID")) {
                browser.plantCookie(
                        cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1));
            }
        }

        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.IMPERSONATED);
        assertThat(person.user().credentials("otp")).hasSize(1);
    }

    /** The cookie of the login page, which was there before, would have the administrator's sign-in join no session. */
    @Test
    void aLoginPageThatWasOpenedBeforeMakesNobodyOfAnAdministrator() {
        realm.enableAction("CONFIGURE_TOTP", true);
        TestUser user = realm.user("impersonated-later", "exempt");
        user.requiredActions("CONFIGURE_TOTP");
        BrowserSession browser = realm.browser().openLogin();
        for (String cookie : impersonate(user).split("; ")) {
            browser.plantCookie(cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1));
        }
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.IMPERSONATED);

        // A page of Keycloak's own in between makes it begin another session.
        user.requiredActions("UPDATE_PROFILE");
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.PROFILE);
        browser.submit("#kc-update-profile-form", Map.of("firstName", "a", "lastName", "b"));
        user.revoke("exempt");

        assertThat(Screen.of(browser.openLogin())).isIn(Screen.SIGNED_IN, Screen.SIGN_IN_AGAIN, Screen.IMPERSONATED);
        assertThat(Screen.of(browser.openLogin(Map.of("kc_action", "two-factor-setup"))))
                .isIn(Screen.IMPERSONATED, Screen.PASSWORD_AGAIN);
        assertThat(user.credentials("otp")).isEmpty();
    }

    private static String impersonate(TestUser user) {
        return user.rest().post("/impersonation", Map.of()).headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> !cookie.endsWith("="))
                .collect(Collectors.joining("; "));
    }

    private static void assertEmptyLogin(BrowserSession browser) {
        assertThat(Screen.of(browser)).isEqualTo(Screen.LOGIN);
        assertThat(browser.page().value("username")).isEmpty();
        assertThat(browser.page().value("password")).isEmpty();
    }

    /** A browser that signed in by password alone while the guard was switched off. */
    private BrowserSession sessionFromBefore(String name) {
        realm.switchOff();
        try {
            BrowserSession browser =
                    realm.browser().open(realm.authUrl("bare", Map.of())).signIn(name, TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            return browser;
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        realm.settings()
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }
}
