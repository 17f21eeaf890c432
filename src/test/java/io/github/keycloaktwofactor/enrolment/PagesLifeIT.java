package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.SetupPages.app;
import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static io.github.keycloaktwofactor.enrolment.SetupPages.enrol;
import static io.github.keycloaktwofactor.enrolment.SetupPages.key;
import static io.github.keycloaktwofactor.enrolment.SetupPages.showsKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of the set-up page's key and of the new recovery codes. */
class PagesLifeIT {

    private static final String GONE = "This QR code is no longer valid";
    private static final String EXPIRED = "This set-up took too long and was cancelled";
    private static final String OWN = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String FRESH = "This is a new QR code.";

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff");
        realm.switchOn(Map.of("requiredRoles", "staff"));
        realm.update(Map.of(
                "internationalizationEnabled",
                true,
                "supportedLocales",
                List.of("en", "de"),
                // Longer than the life of a key, or Keycloak itself ends the page first.
                "accessCodeLifespanUserAction",
                1800));
    }

    @Test
    void aWrongCodeKeepsTheKey() {
        realm.user("wrong", "staff");
        BrowserSession browser = realm.browser().signIn("wrong", "password");
        AuthenticatorApp app = app(browser);
        String key = key(browser);

        for (int i = 0; i < 8; i++) {
            browser.press("confirm", Map.of("code", app.wrong(SERVER.clock().now())));
            assertThat(browser.page().text()).contains("That code did not match");
            assertThat(key(browser)).isEqualTo(key);
        }
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));
        assertThat(codes(browser))
                .as("codes typed while enrolling are not counted")
                .hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "abcdef", "12\u000034"})
    void whatIsNoCodeIsExplainedAndKeepsTheKey(String typed) {
        String name = "typo" + Integer.toHexString(typed.hashCode()) + typed.length();
        realm.user(name, "staff");
        BrowserSession browser = realm.browser().signIn(name, "password");
        String key = key(browser);

        browser.press("confirm", Map.of("code", typed));

        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.page().text()).contains("Enter the 6");
        assertThat(key(browser)).isEqualTo(key);
    }

    @Test
    void spacesAndOtherScriptsAreFine() {
        realm.user("scripts", "staff");
        BrowserSession browser = realm.browser().signIn("scripts", "password");
        String code = app(browser).code(SERVER.clock().now());
        StringBuilder fullWidth = new StringBuilder();
        code.chars().forEach(digit -> fullWidth.appendCodePoint(digit - '0' + 0xFF10));

        browser.press("confirm", Map.of("code", fullWidth.insert(3, " ").toString()));

        assertThat(codes(browser)).hasSize(8);
    }

    @Test
    void aReloadInAnEnforcedSignInShowsAFreshKeyAndSaysSo() {
        realm.user("reload", "staff");
        BrowserSession browser = realm.browser().signIn("reload", "password");
        AuthenticatorApp first = app(browser);
        String key = key(browser);
        assertThat(browser.page().text()).doesNotContain(FRESH);

        browser.reload();

        assertThat(browser.page().text()).contains(FRESH);
        assertThat(key(browser)).isNotEqualTo(key);
        browser.press("confirm", Map.of("code", first.code(SERVER.clock().now())));
        assertThat(browser.page().text()).as("the old key is dead").contains("That code belongs to an earlier QR code");
    }

    @Test
    void aSwitchOfLanguageKeepsTheKeyAndAReloadAfterItDoesNot() {
        realm.user("language", "staff");
        BrowserSession browser = realm.browser().signIn("language", "password");
        String key = key(browser);

        browser.open(browser.page().uri() + "&kc_locale=de");
        assertThat(key(browser)).isEqualTo(key);

        browser.reload();
        assertThat(key(browser)).isNotEqualTo(key);
    }

    @Test
    void onlyTheNewestTabCanConfirm() {
        TestUser user = realm.user("tabs", "staff");
        BrowserSession older = realm.browser().signIn("tabs", "password");
        AuthenticatorApp olderApp = app(older);
        BrowserSession newer = realm.browser().signIn("tabs", "password");

        older.press("confirm", Map.of("code", olderApp.code(SERVER.clock().now())));
        assertThat(older.page().text()).contains(GONE);
        assertThat(user.credentials("otp")).isEmpty();

        older.press("enable");
        assertThat(showsKey(older)).isTrue();
        newer.press("confirm", Map.of("code", app(newer).code(SERVER.clock().now())));
        assertThat(newer.page().text()).contains(GONE);
    }

    @Test
    void tenMinutesEndAKey() {
        realm.user("slow", "staff");
        BrowserSession browser = realm.browser().signIn("slow", "password");
        AuthenticatorApp app = app(browser);
        SERVER.clock().advance(Duration.ofMinutes(10).plusSeconds(1));

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(browser.page().text()).contains(EXPIRED).doesNotContain(GONE);
        browser.press("enable");
        browser.press("confirm", Map.of("code", app(browser).code(SERVER.clock().now())));
        assertThat(codes(browser)).hasSize(8);
    }

    @Test
    void nothingThatIsPostedBackIsBelieved() {
        TestUser user = realm.user("forger", "staff");
        BrowserSession browser = realm.browser().signIn("forger", "password");
        AuthenticatorApp own = AuthenticatorApp.ofSecret(OWN);

        browser.press(
                "confirm",
                Map.of("code", own.code(SERVER.clock().now()), "totpSecret", OWN, "secret", OWN, "key", OWN));

        assertThat(browser.page().text()).contains("That code did not match");
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void theBoxGatesContinueAndTheCodesStay() {
        realm.user("box", "staff");
        BrowserSession browser = realm.browser();
        enrol(realm, browser, "box");
        List<String> codes = codes(browser);

        browser.press("continue");

        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.page().text())
                .contains("Confirm that you have saved your recovery codes before you continue.");
        assertThat(codes(browser)).isEqualTo(codes);
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signingOutElsewhereIsDecidedBesideTheCodesAndOnlyByWhoIsSignedInElsewhere(boolean ticked) {
        TestUser user = realm.user("elsewhere" + ticked);
        realm.browser().signIn(user.name(), "password").tokens();
        user.grant("staff");
        BrowserSession browser = realm.browser().signIn(user.name(), "password");
        assertThat(browser.page().has("[name=endSessions]")).isFalse();
        browser.press("confirm", Map.of("code", app(browser).code(SERVER.clock().now())));
        assertThat(user.sessions()).as("nothing ends before it is decided").hasSize(1);
        assertThat(browser.page().text()).contains("Your other browsers and apps will ask you to sign in again.");

        browser.press("continue", ticked ? Map.of("saved", "on", "endSessions", "on") : Map.of("saved", "on"));

        assertThat(browser.signedIn()).isTrue();
        assertThat(user.sessions()).hasSize(ticked ? 1 : 2);

        realm.user("nowhere" + ticked, "staff");
        BrowserSession alone = realm.browser();
        enrol(realm, alone, "nowhere" + ticked);
        assertThat(alone.page().has("[name=endSessions]")).isFalse();
    }

    @Test
    void signingOutElsewhereIsAskedUntilTheCodesAreSavedAlsoAtTheNextSignIn() {
        TestUser user = realm.user("asked-until");
        realm.browser().signIn(user.name(), "password").tokens();
        user.grant("staff");
        BrowserSession browser = realm.browser().signIn(user.name(), "password");
        AuthenticatorApp app = app(browser);
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));
        browser.reload().press("regenerate");
        assertThat(browser.page().has("[name=endSessions]"))
                .as("with other codes")
                .isTrue();

        SERVER.clock().advance(Duration.ofSeconds(30));
        BrowserSession next = realm.browser().signIn(user.name(), "password");
        next.press("verify", Map.of("code", app.code(SERVER.clock().now())));
        assertThat(next.page().has("[name=endSessions]"))
                .as("where the codes are offered")
                .isTrue();
        next.press("continue", Map.of("saved", "on", "endSessions", "on"));

        assertThat(next.signedIn()).isTrue();
        assertThat(user.sessions()).hasSize(1);
    }

    @Test
    void aReloadDoesNotShowTheCodesAgainButOffersNewOnes() {
        realm.user("again", "staff");
        BrowserSession browser = realm.browser();
        enrol(realm, browser, "again");
        List<String> first = codes(browser);

        browser.reload();

        assertThat(codes(browser)).isEmpty();
        assertThat(browser.page().body()).doesNotContain(first.get(0));
        assertThat(browser.page().offers("continue")).isTrue();
        browser.press("regenerate");
        assertThat(codes(browser)).hasSize(8).doesNotContainAnyElementsOf(first);
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();

        BrowserSession late = realm.browser().signIn("again", "password").press("recovery");
        late.press("verify", Map.of("code", first.get(0)));
        assertThat(late.page().text()).contains("That recovery code did not match");
    }

    @Test
    void codesThatNobodyAcknowledgedAreOfferedAnewAtTheNextSignInAndNothingIsReplacedBeforeThePress() {
        realm.user("closed", "staff");
        BrowserSession closed = realm.browser();
        AuthenticatorApp app = enrol(realm, closed, "closed");
        List<String> first = codes(closed);
        SERVER.clock().advance(Duration.ofSeconds(30));

        BrowserSession next = realm.browser().signIn("closed", "password");
        next.press("verify", Map.of("code", app.code(SERVER.clock().now())));
        assertThat(next.signedIn()).isFalse();
        assertThat(next.page().text()).contains("You haven't confirmed that you saved your recovery codes.");

        BrowserSession other = realm.browser().signIn("closed", "password").press("recovery");
        other.press("verify", Map.of("code", first.get(0)));
        assertThat(other.recovered()).as("the first set still works").isTrue();
        other.press("continue");
        assertThat(other.signedIn()).as("who uses a code has the list").isTrue();

        next.press("regenerate");
        assertThat(codes(next)).hasSize(8).doesNotContainAnyElementsOf(first);
        next.press("continue", Map.of("saved", "on"));
        assertThat(next.signedIn()).isTrue();
    }

    @Test
    void signOutOnTheForcedPageLeadsToTheLoginPage() {
        realm.user("leaver", "staff");
        BrowserSession browser = realm.browser().signIn("leaver", "password");

        browser.press("leave");

        assertThat(browser.page().has("#kc-form-login")).isTrue();
        assertThat(browser.page().text()).doesNotContain("leaver");
    }

    @Test
    void anApplicationCanStartTheSetUpAndThePersonCanLeaveIt() {
        realm.user("volunteer");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("volunteer", "password");
        assertThat(showsKey(browser)).as("nothing is minted before the press").isFalse();
        assertThat(browser.page().text()).contains("Authenticator app (TOTP)").contains("Not configured");

        browser.press("enable");
        assertThat(browser.page().text()).contains("Pending confirmation");
        browser.reload();
        assertThat(browser.page().text()).contains("Not configured");
        browser.press("enable").press("leave");
        assertThat(browser.signedIn()).isTrue();
        assertThat(browser.callback()).containsEntry("kc_action_status", "cancelled");
    }

    @Test
    void aVolunteerEnrolsAndIsAskedFromThenOn() {
        realm.user("eager");
        BrowserSession browser = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn("eager", "password")
                .press("enable");
        AuthenticatorApp app = app(browser);
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.page().text()).contains("Enabled").contains("Two-factor authentication is now active.");
        browser.press("leave");
        assertThat(browser.callback()).containsEntry("kc_action_status", "success");

        BrowserSession next = realm.browser().signIn("eager", "password");
        assertThat(next.page().text()).contains("Two-factor verification");
    }
}
