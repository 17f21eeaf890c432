package io.github.keycloaktwofactor.enrolment;

import static io.github.keycloaktwofactor.enrolment.SetupPages.app;
import static io.github.keycloaktwofactor.enrolment.SetupPages.codes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule 8: two-factor is active once the code is confirmed and the recovery codes are stored, in one transaction. */
@Tag("fast")
class AllOrNothingIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm("requireEveryone=true")
    private static TestRealm realm;

    @Test
    void aPersonEnrolsAndSignsInWithTheAppAndWithARecoveryCode() {
        TestUser user = realm.user("alice");
        BrowserSession browser = realm.browser().signIn("alice", "password");
        assertThat(browser.page().text())
                .contains("Two-factor authentication is required by your organisation. Set it up to continue.");
        AuthenticatorApp app = app(browser);
        assertThat(user.credentials("otp")).as("a pending key protects nothing").isEmpty();

        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));

        assertThat(browser.page().text())
                .contains("Two-factor authentication is now active. Save your recovery codes — they're shown once.")
                .contains("Save these recovery codes — shown ONCE");
        assertThat(user.credentials("otp")).hasSize(1);
        assertThat(user.credentials("two-factor-recovery-codes")).hasSize(1);
        assertThat(realm.events("UPDATE_CREDENTIAL"))
                .extracting(event -> event.details().get("credential_type"))
                .contains("otp", "two-factor-recovery-codes");
        List<String> codes = codes(browser);
        assertThat(codes).hasSize(8).allMatch(code -> code.matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"));
        assertThat(browser.signedIn()).as("the codes are to be saved first").isFalse();
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();

        SERVER.clock().advance(Duration.ofSeconds(30));
        BrowserSession second = realm.browser().signIn("alice", "password");
        second.press("verify", Map.of("code", app.code(SERVER.clock().now())));
        assertThat(second.signedIn()).isTrue();

        BrowserSession third = realm.browser().signIn("alice", "password").press("recovery");
        third.press("verify", Map.of("code", codes.get(3))).onward();
        assertThat(third.signedIn()).isTrue();
    }

    @Test
    void anAbandonedSetUpLeavesNothingBehind() {
        TestUser user = realm.user("abandoned");
        BrowserSession browser = realm.browser().signIn("abandoned", "password");
        browser.press(
                "confirm", Map.of("code", app(browser).wrong(SERVER.clock().now())));

        assertThat(user.credentials("otp")).isEmpty();
        assertThat(user.credentials("two-factor-recovery-codes")).isEmpty();
        assertThat(user.requiredActions()).as("nothing of ours stays on a user").isEmpty();
    }

    @Test
    void ofManyConfirmationsAtOnceExactlyOneIsStored() {
        TestUser user = realm.user("impatient");
        BrowserSession browser = realm.browser().signIn("impatient", "password");
        String code = app(browser).code(SERVER.clock().now());
        List<BrowserSession> clicks = Together.run(8, i -> browser.fork().press("confirm", Map.of("code", code)));

        assertThat(clicks).allMatch(click -> click.page().status() < 500);
        assertThat(user.credentials("otp")).hasSize(1);
        assertThat(user.credentials("two-factor-recovery-codes")).hasSize(1);
    }
}
