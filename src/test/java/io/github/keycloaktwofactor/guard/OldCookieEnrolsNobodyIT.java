package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rule 14, an old cookie enrols nobody: somebody who finds a browser signed in cannot put a factor of their own on it. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OldCookieEnrolsNobodyIT {

    private static final Duration OLDER = Duration.ofSeconds(301);

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.client("bare", Map.of()).flows().bindPasswordOnly("bare");
        realm.switchOn(Map.of("requireEveryone", "true"));
    }

    @Test
    void anOldCookieIsShownNoKeyUntilThePasswordIsGivenAgain() {
        TestUser user = realm.user("old");
        BrowserSession browser = sessionFromBefore("old");
        realm.server().clock().advance(OLDER);

        browser.openLogin();
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGN_IN_AGAIN);
        assertThat(browser.page().text())
                .contains("For your security, confirm it's you before changing this.", "Sign in again");
        assertThat(browser.page().body()).doesNotContain("otpauth:");
        for (String button : List.of("enable", "confirm", "continue", "regenerate", "verify")) {
            browser.post(browser.action("restart"), List.of(Map.entry("do", button), Map.entry("code", "000000")));
            assertThat(Screen.of(browser)).as(button).isEqualTo(Screen.SIGN_IN_AGAIN);
        }

        browser.press("restart");
        assertThat(Screen.of(browser)).isIn(Screen.PASSWORD_AGAIN, Screen.LOGIN);
        assertThat(user.credentials("otp")).isEmpty();
        browser.signIn("old", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
        EnrolledUser.confirmed(realm, browser, "old");
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void theApplicationsQuestionForConsentOutlivesTheNewSignIn() {
        realm.client("consenting", Map.of("consentRequired", true));
        realm.user("consented");
        BrowserSession browser = sessionFromBefore("consented");
        realm.switchOff();
        browser.open(realm.authUrl("consenting", Map.of())).submit("form", Map.of("accept", "Yes"));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(Screen.of(browser.open(realm.authUrl("consenting", Map.of()))))
                .as("once is enough")
                .isEqualTo(Screen.SIGNED_IN);
        realm.enableAction(TestRealm.POLICY, true);
        realm.server().clock().advance(OLDER);

        browser.open(realm.authUrl("consenting", Map.of("prompt", "consent")));
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGN_IN_AGAIN);
        browser.press("restart").signIn("consented", TestRealm.PASSWORD);
        EnrolledUser.confirmed(realm, browser, "consented");

        assertThat(browser.page().has("#kc-oauth")).as(browser.page().text()).isTrue();
        assertThat(browser.submit("form", Map.of("accept", "Yes")).signedIn()).isTrue();
    }

    @Test
    void aFreshCookieIsShownTheKeyAndLosesItWhenItGrowsOld() {
        realm.user("growing-old");
        BrowserSession browser = sessionFromBefore("growing-old");
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.KEY);
        EnrolledUser person = keyOf(browser, "growing-old");
        String form = browser.action("confirm");
        realm.server().clock().advance(OLDER);

        String code = person.code();
        browser.post(form, List.of(Map.entry("do", "confirm"), Map.entry("code", code)));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGN_IN_AGAIN);
        assertThat(person.user().credentials("otp")).isEmpty();
    }

    @Test
    void namingTheSetUpActionInKcActionAsksForThePasswordOrShowsNoKey() {
        realm.user("old-aia");
        BrowserSession browser = sessionFromBefore("old-aia");
        realm.server().clock().advance(OLDER);

        for (String action : List.of("two-factor-setup", "two-factor-recovery-codes", "two-factor-policy")) {
            assertThat(Screen.of(browser.fork().openLogin(Map.of("kc_action", action))))
                    .as(action)
                    .isIn(Screen.PASSWORD_AGAIN, Screen.SIGN_IN_AGAIN);
        }
    }

    @Test
    void theAgeIsThatOfThePolicy() {
        realm.user("older-policy");
        BrowserSession browser = sessionFromBefore("older-policy");
        realm.server().clock().advance(OLDER);
        realm.configure(Map.of("requireEveryone", "true", "max_auth_age", "900"));
        try {
            assertThat(Screen.of(browser.fork().openLogin())).isEqualTo(Screen.KEY);
        } finally {
            realm.configure(Map.of("requireEveryone", "true"));
        }
        assertThat(Screen.of(browser.fork().openLogin())).isEqualTo(Screen.SIGN_IN_AGAIN);
    }

    @Test
    void anOldCookieBesideTheCookieOfAFreshLoginPageIsNoYounger() {
        realm.user("exchanged");
        BrowserSession old = sessionFromBefore("exchanged");
        realm.server().clock().advance(OLDER);
        BrowserSession fresh = realm.browser().openLogin();
        String cookies = "AUTH_SESSION_ID=" + fresh.cookie("AUTH_SESSION_ID").orElseThrow() + "; KC_AUTH_SESSION_HASH="
                + fresh.cookie("KC_AUTH_SESSION_HASH").orElse("") + "; KEYCLOAK_IDENTITY="
                + old.cookie("KEYCLOAK_IDENTITY").orElseThrow() + "; KEYCLOAK_SESSION="
                + old.cookie("KEYCLOAK_SESSION").orElse("");

        String page = CookieJar.follow(realm.authUrl("app", Map.of()), cookies).body();

        assertThat(page).doesNotContain("otpauth:");
        assertThat(Screen.of(page)).isIn(Screen.SIGN_IN_AGAIN, Screen.LOGIN, Screen.PASSWORD_AGAIN);
    }

    private EnrolledUser keyOf(BrowserSession browser, String name) {
        return new EnrolledUser(realm, realm.find(name), EnrolledUser.scanned(browser));
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
}
