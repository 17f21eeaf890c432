package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 12, out again: without the JAR people sign in with the authenticator that they enrolled on our page. */
final class TakenOutIT {

    @Test
    void whoeverEnrolledOnOurPageSignsInThroughTheStockFormOnceTheJarIsGone() {
        assumeThat(System.getProperty("keycloak", "distribution")).isEqualTo("distribution");
        try (KeycloakServer server = KeycloakServer.own("taken-out", ServerOptions.h2())) {
            TestRealm realm = server.realm().switchOn(Map.of("requireEveryone", "true"));
            realm.user("alice");
            BrowserSession enrolling = realm.browser().signIn("alice", TestRealm.PASSWORD);
            AuthenticatorApp app = AuthenticatorApp.ofUri(enrolling.page().attribute("a[href^=otpauth:]", "href"));
            enrolling.press("confirm", Map.of("code", app.code(Instant.now(), -1)));
            assertThat(Screen.of(enrolling.press("continue", Map.of("saved", "on"))))
                    .isEqualTo(Screen.SIGNED_IN);

            realm.switchOff();
            BrowserSession switchedOff = realm.browser().signIn("alice", TestRealm.PASSWORD);
            assertThat(Screen.of(switchedOff)).isEqualTo(Screen.STOCK_CODE);
            realm.deleteAction("two-factor-policy");
            realm.deleteAction("two-factor-setup");
            realm.deleteAction("two-factor-recovery-codes");
            server.stop();
            server.removeProvider();
            server.rebuild();
            server.start();

            BrowserSession browser = realm.browser().signIn("alice", TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
            browser.submit("#kc-otp-login-form", Map.of("otp", app.wrong(Instant.now())));
            assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
            browser.submit("#kc-otp-login-form", Map.of("otp", app.code(Instant.now())));
            assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
            assertThat(browser.tokens().ok()).isTrue();

            assertThat(realm.directGrant("alice", TestRealm.PASSWORD, null).ok())
                    .isFalse();
            assertThat(realm.directGrant("alice", TestRealm.PASSWORD, app.code(Instant.now(), 1))
                            .ok())
                    .isTrue();
            assertThat(realm.find("alice").requiredActions()).isEmpty();
        }
    }
}
