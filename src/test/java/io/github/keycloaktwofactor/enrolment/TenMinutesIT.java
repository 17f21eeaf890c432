package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.SetupPages.app;
import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static io.github.keycloaktwofactor.enrolment.SetupPages.enrol;
import static io.github.keycloaktwofactor.enrolment.SetupPages.showsKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten minutes are ten minutes, whatever the login timeouts of the realm are; and what ends says so. */
class TenMinutesIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Duration LONG_AFTER_KEYCLOAKS_OWN = Duration.ofSeconds(590);
    private static final Duration TEN_MINUTES_OVER = Duration.ofSeconds(602);
    private static final int KEYCLOAKS_DEFAULT = 300;
    private static final String AGAIN = "a.two-factor-primary";
    private static final String ENDED = "This page was open too long";

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of("displayName", "Acme"))
                .realmRole("staff")
                .client("bare", Map.of())
                .flows()
                .bindPasswordOnly("bare");
        realm.switchOn(Map.of("requiredRoles", "staff", "endOtherSessions", "NEVER", "lowCodesThreshold", "7"));
    }

    @BeforeEach
    void aTimeoutOfOneMinute() {
        timeout(60);
    }

    /** Also for how long Keycloak keeps a sign-in at all. */
    private static void timeout(int seconds) {
        timeouts(seconds, seconds, seconds);
    }

    private static void timeouts(int action, int login, int code) {
        realm.update(Map.of(
                "accessCodeLifespanUserAction", action, "accessCodeLifespanLogin", login, "accessCodeLifespan", code));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, KEYCLOAKS_DEFAULT})
    void theSetUpWaitsTenMinutesForItsCode(int timeout) {
        timeout(timeout);
        String user = "maria-" + timeout;
        realm.user(user, "staff");
        BrowserSession browser = realm.browser().signIn(user, "password");
        AuthenticatorApp app = app(browser);
        SERVER.clock().advance(Duration.ofSeconds(320));
        browser.press("confirm", Map.of("code", app.wrong(SERVER.clock().now())));
        assertThat(browser.page().text()).contains("That code did not match");
        SERVER.clock().advance(LONG_AFTER_KEYCLOAKS_OWN.minusSeconds(320));

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(codes(browser)).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, KEYCLOAKS_DEFAULT})
    void theCodesWaitTenMinutesToBeSaved(int timeout) {
        timeout(timeout);
        String user = "printer-" + timeout;
        realm.user(user, "staff");
        BrowserSession browser = realm.browser();
        enrol(realm, browser, user);
        SERVER.clock().advance(LONG_AFTER_KEYCLOAKS_OWN);

        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isTrue();
    }

    @Test
    void aPageInAnotherTabDoesNotShortenIt() {
        realm.user("tabs", "staff");
        BrowserSession browser = realm.browser().signIn("tabs", "password");
        AuthenticatorApp app = app(browser);
        BrowserSession tab = browser.fork().openLogin(Map.of());
        assertThat(tab.page().has("#kc-form-login")).isTrue();
        SERVER.clock().advance(LONG_AFTER_KEYCLOAKS_OWN);

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(codes(browser)).hasSize(8);
    }

    @Test
    void aSignInThatIsCompletedInAnotherTabDoesNotShortenIt() {
        timeouts(KEYCLOAKS_DEFAULT, 1800, 60);
        CardOwner owner = CardOwner.enrolled(realm, "other-tab", "staff");
        BrowserSession browser = owner.card().press("replace");
        AuthenticatorApp fresh = app(browser);
        BrowserSession tab = browser.fork().openLogin().signIn("other-tab", TestRealm.PASSWORD);
        tab.press("verify", Map.of("code", owner.code()));
        assertThat(tab.signedIn()).isTrue();
        shareIdentity(tab, browser);
        SERVER.clock().advance(Duration.ofSeconds(400));

        browser.press("confirm", Map.of("code", fresh.code(SERVER.clock().now())));

        assertThat(browser.page().text()).contains("Your new authenticator app is active.");
    }

    /** Nothing was open long. The flow of this client takes no cookie, so it begins with the password. */
    @Test
    void aPageThatEndsWithTheSignInOfAnotherTabBeginsAgain() {
        timeouts(KEYCLOAKS_DEFAULT, 1800, 60);
        CardOwner owner = CardOwner.enrolled(realm, "overtaken", "staff");
        BrowserSession browser = realm.browser().open(realm.authUrl("bare", Map.of()));
        BrowserSession tab = browser.fork().open(realm.authUrl("bare", Map.of()));
        tab.signIn("overtaken", TestRealm.PASSWORD);
        browser.signIn("overtaken", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        tab.press("verify", Map.of("code", owner.code()));
        assertThat(tab.signedIn()).isTrue();
        shareIdentity(tab, browser);

        browser.press("verify", Map.of("code", "000000"));

        assertThat(Screen.of(browser)).isEqualTo(Screen.LOGIN);
        assertThat(browser.page().text()).doesNotContain(ENDED, "This sign-in has ended");
    }

    /** The tabs of a real browser share all cookies. */
    private static void shareIdentity(BrowserSession from, BrowserSession to) {
        to.plantCookie("KEYCLOAK_IDENTITY", from.cookie("KEYCLOAK_IDENTITY").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {60, KEYCLOAKS_DEFAULT})
    void aSetUpThatHasEndedSaysSoAndLeadsToASignIn(int timeout) {
        timeout(timeout);
        String name = "slow-" + timeout;
        TestUser user = realm.user(name, "staff");
        BrowserSession browser = realm.browser().signIn(name, "password");
        AuthenticatorApp app = app(browser);
        SERVER.clock().advance(TEN_MINUTES_OVER);

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.page().text())
                .contains(
                        ENDED, "The set-up has ended, and two-factor is not on yet. If your app has an entry for Acme");
        assertThat(user.credentials("otp")).isEmpty();
        browser.open(browser.page().attribute(AGAIN, "href"));
        assertThat(browser.page().has("#kc-form-login"))
                .as("the password is asked for")
                .isTrue();
        browser.signIn(name, "password");
        assertThat(showsKey(browser)).isTrue();
        assertThat(browser.page().text())
                .contains("Two entries for Acme in your app? Use the newest and delete the other.");
    }

    @Test
    void aReplacementThatHasEndedLeavesTheAppThatWorks() {
        CardOwner owner = CardOwner.enrolled(realm, "replacer");
        BrowserSession browser = owner.card().press("replace");
        AuthenticatorApp fresh = app(browser);
        SERVER.clock().advance(TEN_MINUTES_OVER);

        browser.press("confirm", Map.of("code", fresh.code(SERVER.clock().now())));

        assertThat(browser.page().text())
                .contains(ENDED, "The replacement has ended, and your app works as before.")
                .doesNotContain("two-factor is not on");
        assertThat(owner.user().credentials("otp")).hasSize(1);
    }

    /** The newer of two entries is the one that works then. */
    @Test
    void aReplacementThatHasEndedBesideOneThatWasConfirmedSaysNothingOfEntries() {
        CardOwner owner = CardOwner.enrolled(realm, "twice");
        BrowserSession older = owner.card().press("replace");
        BrowserSession newer = owner.card().press("replace");
        newer.press("confirm", Map.of("code", app(newer).code(SERVER.clock().now())));
        assertThat(newer.page().text()).contains("Your new authenticator app is active.");
        SERVER.clock().advance(TEN_MINUTES_OVER);

        older.press("confirm", Map.of("code", app(older).code(SERVER.clock().now())));

        assertThat(older.page().text())
                .contains(ENDED, "This sign-in has ended. Sign in again to go on.")
                .doesNotContain("delete the newer one", "works as before");
    }

    @Test
    void aSetUpThatHasEndedBesideOneThatWasConfirmedDoesNotSayThatTwoFactorIsOff() {
        realm.user("elsewhere", "staff");
        BrowserSession older = realm.browser().signIn("elsewhere", "password");
        enrol(realm, realm.browser(), "elsewhere");
        SERVER.clock().advance(TEN_MINUTES_OVER);

        older.press("confirm", Map.of("code", "000000"));

        assertThat(older.page().text()).contains(ENDED).doesNotContain("two-factor is not on yet");
    }

    @Test
    void codesThatHaveEndedSaySo() {
        realm.user("late", "staff");
        BrowserSession browser = realm.browser();
        enrol(realm, browser, "late");
        SERVER.clock().advance(TEN_MINUTES_OVER);

        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.page().text()).contains(ENDED, "Two-factor is on, and your recovery codes work.");
    }

    @Test
    void nothingLastsLongerThanWhatItWaitsFor() {
        realm.user("empty", "staff");
        BrowserSession browser = realm.browser().signIn("empty", "password");
        String before = browser.page().uri().toString();
        SERVER.clock().advance(TEN_MINUTES_OVER);
        browser.open(before);
        assertThat(browser.page().text()).as("a look does not bring it back").contains(ENDED);
        assertThat(browser.fork().openLogin(Map.of()).page().has("#kc-form-login"))
                .isTrue();
        browser.open(before);
        assertThat(showsKey(browser)).as("nor does a page in another tab").isFalse();
        browser.open(before.replace("/required-action?", "/required-action/?"));
        assertThat(showsKey(browser)).as("nor another address of the page").isFalse();

        realm.user("code", "staff");
        enrol(realm, realm.browser(), "code");
        BrowserSession asked = realm.browser().signIn("code", "password");
        SERVER.clock().advance(Duration.ofSeconds(61));
        asked.press("verify", Map.of("code", "000000"));
        assertThat(asked.page().text())
                .as("a page that waits for nothing of its own")
                .doesNotContain("did not match");
    }

    @ParameterizedTest
    @EnumSource
    void ofAPageThatWasOpenOvernightThereIsAWordOfOursAndAWayOn(OpenPage page) {
        leftOvernight(page, browser -> {});
    }

    /** Keycloak keeps nothing so long that nobody finishes. */
    @ParameterizedTest
    @EnumSource
    void alsoWhereTheServerHasForgottenTheSignIn(OpenPage page) {
        leftOvernight(page, BrowserSession::loseOpenSignIn);
    }

    private static void leftOvernight(OpenPage page, Consumer<BrowserSession> meanwhile) {
        timeouts(KEYCLOAKS_DEFAULT, 1800, 60);
        String name = page.name().toLowerCase(Locale.ROOT) + "-" + System.nanoTime();
        Owner owner = page.enrolled() ? Owner.enrolled(realm, name, "staff") : Owner.fresh(realm, name, "staff");
        BrowserSession browser = page.open(owner);
        Map<String, String> fields = page.fields(owner, browser);
        SERVER.clock().advance(Duration.ofHours(10));
        meanwhile.accept(browser);

        browser.press(page.button(), fields);

        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.page().text())
                .containsAnyOf(ENDED, "This sign-in has ended. Sign in again to go on.")
                .doesNotContain("Your login attempt timed out");
        if (browser.page().has(AGAIN)) {
            browser.open(browser.page().attribute(AGAIN, "href"));
        }
        assertThat(Screen.of(browser.signIn(name, TestRealm.PASSWORD)))
                .as("after the password")
                .isEqualTo(page.enrolled() ? Screen.CODE : Screen.KEY);
    }

    @Test
    void ofASignInThatIsGoneThereIsAWordOfOurs() {
        timeout(2);
        realm.user("overnight", "staff");
        BrowserSession browser = realm.browser().openLogin(Map.of());
        SERVER.clock().advance(Duration.ofSeconds(3));

        browser.signIn("overnight", "password");

        assertThat(browser.page().text()).contains("This sign-in has ended. Sign in again to go on.");
    }

    @Test
    void theSignInItselfIsKeptForItNotOnlyItsPage() {
        timeout(2);
        realm.user("cache", "staff");
        BrowserSession browser = realm.browser().signIn("cache", "password");
        AuthenticatorApp app = app(browser);
        BrowserSession other = realm.browser().openLogin(Map.of());
        // Keycloak's cache goes by the machine's clock.
        Await.until(
                "the cache to lose a later sign-in", () -> Optional.of(other).filter(later -> !later.hasOpenSignIn()));

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(codes(browser)).hasSize(8);
    }
}
