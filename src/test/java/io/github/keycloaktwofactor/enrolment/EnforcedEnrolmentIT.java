package io.github.keycloaktwofactor.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnforcedEnrolmentIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm = SERVER.realm();
        realm.switchOn(Map.of("requireEveryone", "true"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @Test
    void aPersonEnrolsAndSignsInWithTheAppAndWithARecoveryCode() {
        TestUser user = realm.user("alice");
        BrowserSession browser = realm.browser();
        browser.signIn("alice", "password");
        System.out.println(browser.page().body());
        AuthenticatorApp app = AuthenticatorApp.ofUri(browser.page().document().selectFirst("a[href^=otpauth]").attr("href"));
        browser.press("confirm", Map.of("code", app.code(SERVER.clock().now())));
        System.out.println(browser.page().body());
        List<String> codes = browser.page().document().select("ol li").eachText();
        assertThat(codes).hasSize(8);
        browser.press("continue", Map.of("saved", "on"));
        assertThat(browser.signedIn()).isTrue();
        assertThat(user.credentials("otp")).hasSize(1);

        SERVER.clock().advance(Duration.ofSeconds(30));
        BrowserSession second = realm.browser();
        second.signIn("alice", "password");
        System.out.println(second.page().body());
        second.press("verify", Map.of("code", app.code(SERVER.clock().now())));
        assertThat(second.signedIn()).isTrue();

        BrowserSession third = realm.browser();
        third.signIn("alice", "password");
        third.press("recovery");
        third.press("verify", Map.of("code", codes.get(3)));
        assertThat(third.signedIn()).isTrue();
    }
}
