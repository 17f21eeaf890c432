package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.CardOwner.badge;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 9, a new phone: the old authenticator works until the new one is confirmed, and not a moment longer. */
class ReplaceIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String GONE =
            "was started again in another tab. Select Replace authenticator app to start over.";
    private static final String ENDED = "The replacement has ended, and your app works as before.";

    @OwnRealm({"requireEveryone=false", "endOtherSessions=NEVER"})
    private static TestRealm realm;

    @Test
    void theNewAppTakesThePlaceOfTheOldOneAndTheRecoveryCodesStay() {
        CardOwner owner = CardOwner.enrolled(realm, "mover");
        BrowserSession browser = owner.card().press("replace");
        assertThat(browser.page().text("h1")).isEqualTo("Replace authenticator app");
        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(browser.page().text())
                .contains("Your current app keeps working until you confirm the new one."
                        + " Your recovery codes stay the same.")
                .doesNotContain("does not protect your account yet");
        AuthenticatorApp fresh = SetupPages.app(browser);
        assertThat(owner.signsIn(owner.code())).as("the old one works").isTrue();
        String before = owner.user().credentials("otp").get(0).id();

        browser.press("confirm", Map.of("code", fresh.code(SERVER.clock().now())));

        assertThat(browser.page().text())
                .contains("Your new authenticator app is active. The old one no longer works.");
        assertThat(SetupPages.showsKey(browser)).isFalse();
        assertThat(owner.user().credentials("otp"))
                .singleElement()
                .extracting("id")
                .isNotEqualTo(before);
        assertThat(owner.signsIn(fresh.code(SERVER.clock().now())))
                .as("the code that confirmed it is used")
                .isFalse();
        assertThat(owner.signsIn(owner.code())).as("the old one is dead").isFalse();
        assertThat(owner.signsIn(fresh.code(SERVER.clock().now()))).isTrue();
        BrowserSession recovering =
                realm.browser().signIn("mover", TestRealm.PASSWORD).press("recovery");
        assertThat(recovering
                        .press("verify", Map.of("code", owner.codes().get(0)))
                        .page()
                        .text())
                .contains("You signed in with a recovery code");
        assertThat(realm.events("UPDATE_CREDENTIAL"))
                .anyMatch(event -> "replaced".equals(event.details().get("two_factor_change")));
        assertThat(realm.events("REMOVE_CREDENTIAL"))
                .anyMatch(event -> before.equals(event.details().get("credential_id")));
    }

    @Test
    void ofAnAppWhoseCodesAreBlockedItIsNotSaidThatItWorks() {
        CardOwner owner = CardOwner.enrolled(realm, "blocked");
        assertThat(realm.configure(Map.of(
                                "requireEveryone",
                                "false",
                                "endOtherSessions",
                                "NEVER",
                                "maxConsecutiveFailures",
                                "10"))
                        .ok())
                .isTrue();
        try {
            // A browser in which a code was passed has a count of its own.
            BrowserSession browser = withRecoveryCode(realm.browser(), owner, 0, Map.of());
            for (int i = 0; i < 10; i++) {
                owner.sitsOut(Duration.ofMinutes(61));
                browser.openLogin(Map.of("prompt", "login"))
                        .signIn("blocked", TestRealm.PASSWORD)
                        .press("verify", Map.of("code", owner.wrongCode()));
            }
            withRecoveryCode(browser, owner, 1, Map.of("prompt", "login", "kc_action", "two-factor-setup"));
            assertThat(browser.page().text())
                    .contains("The codes of your current app are blocked.", "Your recovery codes stay the same.")
                    .doesNotContain("keeps working");

            browser.press("replace");
            assertThat(browser.page().text())
                    .contains("The codes of your current app are blocked.")
                    .doesNotContain("keeps working");
            browser.reload().press("replace");
            browser.press(
                    "confirm",
                    Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));
            assertThat(browser.page().text()).contains("Your current app keeps working");
        } finally {
            realm.configure(Map.of("requireEveryone", "false", "endOtherSessions", "NEVER"));
        }
    }

    private static BrowserSession withRecoveryCode(
            BrowserSession browser, CardOwner owner, int code, Map<String, String> more) {
        return browser.openLogin(more)
                .signIn(owner.user().name(), TestRealm.PASSWORD)
                .press("recovery")
                .press("verify", Map.of("code", owner.codes().get(code)))
                .onward();
    }

    @Test
    void anAbandonedReplacementChangesNothing() {
        CardOwner owner = CardOwner.enrolled(realm, "waverer");
        BrowserSession browser = owner.card().press("replace");
        AuthenticatorApp fresh = SetupPages.app(browser);
        browser.press("confirm", Map.of("code", fresh.wrong(SERVER.clock().now())));
        assertThat(browser.page().text()).contains("That code did not match");

        browser.press("leave");
        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(SetupPages.showsKey(browser)).isFalse();
        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(owner.signsIn(fresh.code(SERVER.clock().awaitStepStart(30)))).isFalse();
        assertThat(owner.signsIn(owner.code())).isTrue();
    }

    @Test
    void aReloadDropsTheNewKeyAndItsConfirmationIsRefused() {
        CardOwner owner = CardOwner.enrolled(realm, "reloader");
        BrowserSession browser = owner.card().press("replace");
        AuthenticatorApp fresh = SetupPages.app(browser);
        BrowserSession stale = browser.fork();

        browser.reload();
        assertThat(SetupPages.showsKey(browser)).isFalse();
        assertThat(browser.page().text()).contains(ENDED);
        stale.press("confirm", Map.of("code", fresh.code(SERVER.clock().now())));

        assertThat(badge(stale)).isEqualTo("Enabled");
        assertThat(owner.signsIn(owner.code())).as("the old one still works").isTrue();
    }

    @Test
    void thatAReloadEndedItIsSaidOnceAndNotToWhoeverCancels() {
        BrowserSession browser = CardOwner.enrolled(realm, "reminded").card().press("replace");
        browser.reload();
        assertThat(browser.page().text()).contains(ENDED);
        browser.reload();
        assertThat(browser.page().text()).doesNotContain(ENDED);

        browser.press("replace").press("leave");
        assertThat(badge(browser)).isEqualTo("Enabled");
        assertThat(browser.page().text()).doesNotContain(ENDED);
    }

    @Test
    void ofTwoTabsOnlyTheNewestCanConfirm() {
        CardOwner owner = CardOwner.enrolled(realm, "two-tabs");
        BrowserSession older = owner.card().press("replace");
        AuthenticatorApp first = SetupPages.app(older);
        BrowserSession newer = owner.card().press("replace");
        AuthenticatorApp second = SetupPages.app(newer);

        older.press("confirm", Map.of("code", first.code(SERVER.clock().now())));
        assertThat(older.page().text()).contains(GONE);
        newer.press("confirm", Map.of("code", second.code(SERVER.clock().now())));
        assertThat(newer.page().text()).contains("Your new authenticator app is active.");
        assertThat(owner.authenticators()).isEqualTo(1);
    }

    @Test
    void severalAuthenticatorsGiveWayToOneAndThePageSaysSoBefore() {
        CardOwner owner = CardOwner.enrolled(realm, "collector");
        AuthenticatorApp other = owner.user()
                .importOtp(OtpSpec.totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").label("Tablet"));
        BrowserSession browser = owner.card();
        assertThat(browser.page().text()).contains("Tablet");
        browser.press("replace");
        assertThat(browser.page().text())
                .contains("Your account has several authenticator apps."
                        + " All of them stop working once you confirm the new one.");

        browser.press(
                "confirm",
                Map.of("code", SetupPages.app(browser).code(SERVER.clock().now())));

        assertThat(browser.page().text()).contains("The old ones no longer work.");
        assertThat(owner.authenticators()).isEqualTo(1);
        assertThat(owner.signsIn(other.code(SERVER.clock().awaitStepStart(30)))).isFalse();
    }

    @Test
    void aKeyThatWasShownToEnrolReplacesNothing() {
        CardOwner owner = CardOwner.enrolled(realm, "trickster");
        String before = owner.user().credentials("otp").get(0).id();
        BrowserSession browser = owner.card();

        browser.post(browser.action("replace"), List.of(Map.entry("do", "confirm"), Map.entry("code", "123456")));

        assertThat(browser.page().text()).contains(GONE);
        assertThat(owner.user().credentials("otp").get(0).id()).isEqualTo(before);
    }
}
