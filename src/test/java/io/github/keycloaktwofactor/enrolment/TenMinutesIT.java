package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.SetupPages.app;
import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static io.github.keycloaktwofactor.enrolment.SetupPages.enrol;
import static io.github.keycloaktwofactor.enrolment.SetupPages.showsKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten minutes are ten minutes, whatever the login timeouts of the realm are; and what ends says so. */
class TenMinutesIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final Duration LONG_AFTER_KEYCLOAKS_OWN = Duration.ofSeconds(590);
    private static final Duration TEN_MINUTES_OVER = Duration.ofSeconds(602);
    private static final String ENDED = "This page was open too long";
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm = SERVER.realm();
        realm.update(Map.of("displayName", "Acme")).realmRole("staff");
        realm.switchOn(Map.of("requiredRoles", "staff"));
        timeout(60);
    }

    /** Also for how long Keycloak keeps a sign-in at all. */
    private static void timeout(int seconds) {
        realm.update(Map.of(
                "accessCodeLifespanUserAction",
                seconds,
                "accessCodeLifespanLogin",
                seconds,
                "accessCodeLifespan",
                seconds));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @Test
    void theSetUpWaitsTenMinutesForItsCode() {
        realm.user("maria", "staff");
        BrowserSession browser = realm.browser().signIn("maria", "password");
        AuthenticatorApp app = app(browser);
        SERVER.clock().advance(Duration.ofSeconds(320));
        browser.press("confirm", Map.of("code", app.wrong(SERVER.clock().now())));
        assertThat(browser.page().text()).contains("That code did not match");
        SERVER.clock().advance(LONG_AFTER_KEYCLOAKS_OWN.minusSeconds(320));

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(codes(browser)).hasSize(8);
    }

    @Test
    void theCodesWaitTenMinutesToBeSaved() {
        realm.user("printer", "staff");
        BrowserSession browser = realm.browser();
        enrol(realm, browser, "printer");
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
    void aSetUpThatHasEndedSaysSoAndLeadsToASignIn() {
        TestUser user = realm.user("slow", "staff");
        BrowserSession browser = realm.browser().signIn("slow", "password");
        AuthenticatorApp app = app(browser);
        SERVER.clock().advance(TEN_MINUTES_OVER);

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.page().text())
                .contains(
                        ENDED, "The set-up has ended, and two-factor is not on yet. If your app has an entry for Acme");
        assertThat(user.credentials("otp")).isEmpty();
        browser.open(browser.page().attribute("a.two-factor-primary", "href"));
        assertThat(browser.page().has("#kc-form-login"))
                .as("the password is asked for")
                .isTrue();
        browser.signIn("slow", "password");
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

    @Test
    void ofASignInThatIsGoneThereIsAWordOfOurs() {
        timeout(2);
        try {
            realm.user("overnight", "staff");
            BrowserSession browser = realm.browser().openLogin(Map.of());
            SERVER.clock().advance(Duration.ofSeconds(3));
            browser.signIn("overnight", "password");
            assertThat(browser.page().text()).contains("This sign-in has ended. Sign in again to go on.");
        } finally {
            timeout(60);
        }
    }

    @Test
    void theSignInItselfIsKeptForItNotOnlyItsPage() throws InterruptedException {
        timeout(2);
        try {
            realm.user("cache", "staff");
            BrowserSession browser = realm.browser().signIn("cache", "password");
            AuthenticatorApp app = app(browser);
            // Keycloak's cache goes by the machine's clock.
            Thread.sleep(5000);

            browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

            assertThat(codes(browser)).hasSize(8);
        } finally {
            timeout(60);
        }
    }
}
