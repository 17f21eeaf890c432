package io.github.keycloaktwofactor.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.enrolment.CardOwner;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the card tells of what happened lately, as far as the realm saves events. */
class RecentActivityIT {

    @OwnRealm("requireEveryone=false")
    private static TestRealm realm;

    @Test
    void theCardTellsWhatHappenedTheLatestFirstAndARowOfWrongCodesOnce() {
        CardOwner alice = CardOwner.enrolled(realm, "alice");
        BrowserSession thief = realm.browser().signIn("alice", TestRealm.PASSWORD);
        for (int i = 0; i < 3; i++) {
            thief.press("verify", Map.of("code", alice.wrongCode()));
        }
        BrowserSession lost = realm.browser().signIn("alice", TestRealm.PASSWORD);
        lost.press("verify", Map.of("code", alice.codes().get(0))).onward();
        assertThat(lost.signedIn()).isTrue();

        alice.signedIn();

        assertThat(happened(alice.card()))
                .containsExactly(
                        "Signed in with a code",
                        "Signed in with a recovery code",
                        "A code was not accepted",
                        "Two-factor authentication was turned on");
    }

    @Test
    void theFirstAppOfAPageOfKeycloaksIsNotToldAsAnotherOne() {
        TestUser user = realm.user("stock-app");
        realm.enableAction("CONFIGURE_TOTP", true);
        // By counter, because stock reads the machine's clock and we the server's, which tests move.
        realm.otpPolicy(30, 6, "HmacSHA1", "hotp", 1);
        try {
            BrowserSession browser = realm.browser()
                    .openLogin(Map.of("kc_action", "CONFIGURE_TOTP"))
                    .signIn("stock-app", TestRealm.PASSWORD);
            AuthenticatorApp app =
                    AuthenticatorApp.of(OtpSpec.stock(browser.page().value("totpSecret")));
            browser.submit("#kc-totp-settings-form", Map.of("totp", app.hotp(0), "userLabel", "Token"));
            assertThat(user.credentials("otp")).hasSize(1);

            BrowserSession card = realm.browser()
                    .openLogin(Map.of("kc_action", "two-factor-setup"))
                    .signIn("stock-app", TestRealm.PASSWORD)
                    .press("verify", Map.of("code", app.hotp(1)));

            assertThat(happened(card)).containsExactly("An authenticator app was added");
            card.press("regenerate").press("continue", Map.of("saved", "on"));
            assertThat(card.page().text())
                    .contains("You now have recovery codes.")
                    .doesNotContain("Your old codes no longer work.");
            assertThat(happened(card))
                    .containsExactly("Recovery codes were generated", "An authenticator app was added");
        } finally {
            realm.otpPolicy(30, 6, "HmacSHA1", "totp", 1);
        }
    }

    @Test
    void itTellsWhenAndFromWhere() {
        BrowserSession card = CardOwner.enrolled(realm, "when").card();

        assertThat(card.page().attribute("#two-factor-activity time", "datetime"))
                .startsWith(realm.server().clock().now().toString().substring(0, 10));
        assertThat(card.page().text("#two-factor-activity li"))
                .contains("UTC")
                .containsPattern("IP address (127\\.0\\.0\\.1|[0-9a-f:.]+)");
    }

    @Test
    void itTellsOfNobodyElse() {
        CardOwner.enrolled(realm, "carol").card();

        assertThat(happened(CardOwner.enrolled(realm, "dave").card()))
                .containsExactly("Two-factor authentication was turned on");
    }

    @Test
    void aSignInByTheCookieIsNoneOfIt() {
        CardOwner erin = CardOwner.enrolled(realm, "erin");
        BrowserSession browser = erin.signedIn();
        browser.openLogin();
        assertThat(browser.signedIn()).isTrue();
        browser.openLogin(Map.of("kc_action", "two-factor-setup"));

        assertThat(happened(browser))
                .containsExactly("Signed in with a code", "Two-factor authentication was turned on");
    }

    @Test
    void fiveSignInsAreToldAndWrongPasswordsOfStrangersPushOutNoChange() {
        CardOwner frank = CardOwner.enrolled(realm, "frank");
        for (int i = 0; i < 6; i++) {
            frank.signedIn();
        }
        BrowserSession stranger = realm.browser();
        for (int i = 0; i < 101; i++) {
            stranger.signIn("frank", "a guess");
        }

        assertThat(happened(frank.card())).containsExactly("Two-factor authentication was turned on");

        for (int i = 0; i < 6; i++) {
            frank.signedIn();
        }
        assertThat(happened(frank.card()))
                .hasSize(6)
                .endsWith("Two-factor authentication was turned on")
                .startsWith("Signed in with a code");
    }

    @Test
    void aRealmThatSavesNoEventsHasNothingToTell() {
        try (TestRealm forgetful = KeycloakServer.shared().realm()) {
            forgetful.switchOn(Map.of("requireEveryone", "false"));
            CardOwner grace = CardOwner.enrolled(forgetful, "grace");
            forgetful.update(Map.of("eventsEnabled", false));

            assertThat(grace.card().page().has("#two-factor-activity")).isFalse();
        }
    }

    private static List<String> happened(BrowserSession card) {
        return card.page()
                .document()
                .select("#two-factor-activity li .two-factor-strong")
                .eachText();
    }
}
