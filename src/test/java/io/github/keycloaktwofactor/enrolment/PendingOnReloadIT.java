package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.SetupPages.app;
import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static io.github.keycloaktwofactor.enrolment.SetupPages.key;
import static io.github.keycloaktwofactor.enrolment.SetupPages.showsKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a key that nobody has confirmed when its page is left, and what is said of one that was thrown away. */
class PendingOnReloadIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String TWO_ENTRIES = "Two entries for Acme in your app? Use the newest and delete the other.";
    private static final String EARLIER = "That code belongs to an earlier QR code";
    private static final String DEVICE = "[data-two-factor-app]";
    private static final String WRONG = "That code did not match";
    private static final String NEWEST = "Use the newest entry for Acme in your app. Wait for the next code";
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm = SERVER.realm();
        realm.update(Map.of("displayName", "Acme")).realmRole("staff");
        realm.switchOn(Map.of("requiredRoles", "staff"));
    }

    @BeforeEach
    void discards() {
        realm.configure(Map.of("requiredRoles", "staff"));
    }

    private static void keeps() {
        realm.configure(Map.of("requiredRoles", "staff", "pendingOnReload", "KEEP"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @Test
    void aKeptKeyIsTheSameAfterAReloadInAnotherTabAndAfterANewSignIn() {
        keeps();
        realm.user("kept", "staff");
        BrowserSession browser = realm.browser().signIn("kept", "password");
        String key = key(browser);

        assertThat(key(browser.reload())).isEqualTo(key);
        BrowserSession tab = browser.openLogin(Map.of()).signIn("kept", "password");
        assertThat(key(tab)).as("in another tab").isEqualTo(key);
        assertThat(tab.page().text()).doesNotContain(TWO_ENTRIES);

        BrowserSession elsewhere = realm.browser().signIn("kept", "password");
        assertThat(key(elsewhere)).as("another browser does not find it").isNotEqualTo(key);
    }

    @Test
    void aKeptKeyEndsAfterItsTenMinutes() {
        keeps();
        realm.update(Map.of("accessCodeLifespanUserAction", 1800));
        realm.user("old", "staff");
        BrowserSession browser = realm.browser().signIn("old", "password");
        String key = key(browser);
        SERVER.clock().advance(Duration.ofSeconds(400));
        assertThat(key(browser.reload())).as("a look does not make it younger").isEqualTo(key);
        SERVER.clock().advance(Duration.ofSeconds(201));

        assertThat(key(browser.reload())).isNotEqualTo(key);
        realm.update(Map.of("accessCodeLifespanUserAction", 300));
    }

    @Test
    void aKeptKeyIsNobodyElses() {
        keeps();
        realm.user("first", "staff");
        realm.user("second", "staff");
        BrowserSession browser = realm.browser().signIn("first", "password");
        String key = key(browser);

        browser.openLogin(Map.of()).signIn("second", "password");

        assertThat(key(browser)).isNotEqualTo(key);
        assertThat(browser.page().text()).doesNotContain(TWO_ENTRIES);
    }

    @Test
    void aVolunteerFindsAKeptKeyAgainAndGivesItUpByCancelling() {
        keeps();
        realm.user("volunteer");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("volunteer", "password")
                .press("enable");
        String key = key(browser);
        assertThat(key(browser.reload())).isEqualTo(key);

        browser.press("leave");
        assertThat(browser.signedIn()).isTrue();
    }

    @Test
    void usersWhoPressedSetUpOnThisDeviceFindTheSameKeyOnComingBack() {
        realm.user("phone", "staff");
        BrowserSession browser = realm.browser().signIn("phone", "password");
        String key = key(browser);

        browser.press("device");
        assertThat(key(browser)).isEqualTo(key);
        assertThat(browser.page().has("a[href^=otpauth]:not([hidden])"))
                .as("works without a script")
                .isTrue();
        browser.reload();

        assertThat(key(browser)).isEqualTo(key);
        browser.press("confirm", Map.of("code", app(browser).code(SERVER.clock().now())));
        assertThat(codes(browser)).hasSize(8);
    }

    @Test
    void nobodyLeavesAKeyBehindForTheUserToConfirm() {
        realm.user("planted", "staff");
        BrowserSession browser = realm.browser().signIn("planted", "password");
        String read = key(browser);
        browser.press("device");

        BrowserSession owner = browser.fork().openLogin(Map.of()).signIn("planted", "password");

        assertThat(key(owner)).isNotEqualTo(read);
        assertThat(owner.page().text()).contains(TWO_ENTRIES);
    }

    @Test
    void aNewPasswordEndsAKeptKey() {
        keeps();
        TestUser user = realm.user("renewed", "staff");
        BrowserSession browser = realm.browser().signIn("renewed", "password");
        String key = key(browser);
        user.password("another password");

        BrowserSession owner = browser.fork().openLogin(Map.of()).signIn("renewed", "another password");

        assertThat(key(owner)).isNotEqualTo(key);
    }

    @Test
    void theScriptSaysSoWithoutLeavingThePage() {
        realm.user("script", "staff");
        BrowserSession browser = realm.browser().signIn("script", "password");
        String key = key(browser);
        String address = browser.page().attribute("[data-two-factor-app]", "data-two-factor-app");
        assertThat(address).doesNotContain(key);
        String page = browser.page().uri().toString();

        browser.fork().postRaw(address, "text/plain", "");

        assertThat(key(browser.open(page))).isEqualTo(key);
        assertThat(realm.browser().postRaw(address, "text/plain", "").page().status())
                .as("a browser without such a sign-in is told the same")
                .isEqualTo(204);
    }

    @Test
    void theNoteThatAnAppWasOpenedTakesNothingBackThatHappensAtTheSameTime() {
        realm.user("at-once", "staff");
        BrowserSession browser = realm.browser().signIn("at-once", "password");
        for (int round = 0; round < 12; round++) {
            String address = browser.page().attribute(DEVICE, "data-two-factor-app");
            BrowserSession other = browser.fork();
            Together.run(2, which -> which == 0 ? other.postRaw(address, "text/plain", "") : browser.reload());
            String shown = key(browser);

            browser.press(
                    "confirm", Map.of("code", app(browser).wrong(SERVER.clock().now())));

            assertThat(showsKey(browser))
                    .as("round %d: %s", round, browser.page().text())
                    .isTrue();
            assertThat(key(browser)).isEqualTo(shown);
        }
    }

    @Test
    void theNoteThatAnAppWasOpenedLosesNoRecoveryCodesBesideTheConfirmation() {
        for (int round = 0; round < 4; round++) {
            realm.user("beside-" + round, "staff");
            BrowserSession browser = realm.browser().signIn("beside-" + round, "password");
            String address = browser.page().attribute(DEVICE, "data-two-factor-app");
            String code = app(browser).code(SERVER.clock().now());
            BrowserSession other = browser.fork();

            Together.run(
                    2,
                    which -> which == 0
                            ? other.postRaw(address, "text/plain", "")
                            : browser.press("confirm", Map.of("code", code)));

            assertThat(codes(browser))
                    .as("round %d: %s", round, browser.page().text())
                    .hasSize(8);
            assertThat(browser.reload().page().text()).contains("Your recovery codes were shown once");
            assertThat(browser.press("continue", Map.of("saved", "on")).signedIn())
                    .isTrue();
        }
    }

    @Test
    void theNoteThatAnAppWasOpenedChangesNothingOnceTheKeyIsConfirmed() {
        TestUser user = realm.user("afterwards", "staff");
        BrowserSession browser = realm.browser().signIn("afterwards", "password");
        String address = browser.page().attribute(DEVICE, "data-two-factor-app");
        browser.press("confirm", Map.of("code", app(browser).code(SERVER.clock().now())));
        assertThat(codes(browser)).hasSize(8);

        browser.fork().postRaw(address, "text/plain", "");

        assertThat(browser.reload().page().text()).contains("Your recovery codes were shown once");
        assertThat(browser.press("continue", Map.of("saved", "on")).signedIn()).isTrue();
        assertThat(user.credentials("otp")).hasSize(1);
    }

    @Test
    void theNoteThatAnAppWasOpenedIsOfTheKeyThatWasOnThePage() {
        realm.user("late-note", "staff");
        BrowserSession browser = realm.browser().signIn("late-note", "password");
        String address = browser.page().attribute(DEVICE, "data-two-factor-app");
        browser.reload();
        String second = key(browser);

        browser.fork().postRaw(address, "text/plain", "");

        assertThat(key(browser.reload())).as("nothing was opened with it").isNotEqualTo(second);
    }

    @Test
    void aThrownAwayKeyIsToldOfUntilTheEnd() {
        realm.user("reloads", "staff");
        BrowserSession browser = realm.browser().signIn("reloads", "password");
        AuthenticatorApp first = app(browser);
        assertThat(browser.page().text()).doesNotContain(TWO_ENTRIES);
        browser.reload();
        assertThat(browser.page().text()).contains(TWO_ENTRIES);

        browser.press(
                "confirm", Map.of("code", app(browser).wrong(SERVER.clock().now())));
        assertThat(browser.page().text("#two-factor-error")).startsWith(WRONG).contains(NEWEST);
        assertThat(browser.page().text()).contains(TWO_ENTRIES);
        browser.press("confirm", Map.of("code", first.code(SERVER.clock().now())));
        assertThat(browser.page().text()).contains(EARLIER, TWO_ENTRIES).doesNotContain(WRONG);

        browser.press("confirm", Map.of("code", app(browser).code(SERVER.clock().now())));
        assertThat(codes(browser)).hasSize(8);
        assertThat(browser.page().text()).contains("Two entries for Acme in your app? Delete the older one.");
    }

    @Test
    void theCodeOfAThrownAwayKeyConfirmsNothingAndIsToldToNobodyElse() {
        TestUser user = realm.user("told", "staff");
        BrowserSession browser = realm.browser().signIn("told", "password");
        AuthenticatorApp first = app(browser);
        browser.reload();
        BrowserSession another = realm.browser().signIn("told", "password");

        another.press("confirm", Map.of("code", first.code(SERVER.clock().now())));

        assertThat(another.page().text()).contains(WRONG).doesNotContain(EARLIER);
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void aNewSignInSaysSoToo() {
        realm.user("returns", "staff");
        realm.browser().signIn("returns", "password");
        BrowserSession later = realm.browser().signIn("returns", "password");
        assertThat(later.page().text()).contains(TWO_ENTRIES);

        later.press("confirm", Map.of("code", app(later).wrong(SERVER.clock().now())));
        assertThat(later.page().text("#two-factor-error")).startsWith(WRONG).contains(NEWEST);
        later.press("confirm", Map.of("code", app(later).code(SERVER.clock().now())));
        later.press("continue", Map.of("saved", "on"));
        assertThat(later.signedIn()).isTrue();
    }

    @Test
    void aVolunteerWhoReloadsReadsWhyTheQrCodeIsGone() {
        realm.user("eager");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("eager", "password");
        assertThat(browser.page().text()).doesNotContain("The earlier QR code no longer works.");
        browser.press("enable").reload();

        assertThat(showsKey(browser)).isFalse();
        assertThat(browser.page().text())
                .contains(
                        "Not configured", "The earlier QR code no longer works. If you scanned it, delete that entry");
    }
}
