package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule 2: a password change ends the waits, not the counts. */
@Tag("fast")
class PasswordChangeIT {

    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm({"requireEveryone=true", "waitSeconds=3600", "trustedDevices=DAYS"})
    private static TestRealm realm;

    @Test
    void anAdministratorsNewPasswordEndsTheWaitAndTheNextWrongCodeStartsTheNext() {
        TestUser user = realm.user("reset");
        AuthenticatorApp app = user.importOtp(SECRET);
        wrongCodes("reset", "password", app, 6);
        assertThat(verify("reset", "password", app.code(now())).page().text()).contains("Too many incorrect codes.");

        user.password("another");

        assertThat(wrongCodes("reset", "another", app, 1).page().text())
                .as("the count goes on")
                .contains("Too many incorrect codes.");
        user.password("third");
        assertThat(verify("reset", "third", app.code(now())).signedIn()).isTrue();
    }

    @Test
    void aPasswordInTheRepresentationOfAUserIsAnAdministratorsToo() {
        TestUser user = realm.user("put");
        AuthenticatorApp app = user.importOtp(SECRET);
        BrowserSession trusted = realm.browser().signIn("put", "password");
        trusted.press("verify", Map.of("code", app.code(now()), "trustDevice", "true"));
        assertThat(trusted.signedIn()).isTrue();
        assertThat(trusted.openLogin(Map.of("prompt", "login"))
                        .signIn("put", "password")
                        .signedIn())
                .as("the device is trusted")
                .isTrue();
        wrongCodes("put", "password", app, 6);

        user.update(Map.of("credentials", List.of(Map.of("type", "password", "value", "another", "temporary", false))));

        assertThat(trusted.openLogin(Map.of("prompt", "login"))
                        .signIn("put", "another")
                        .signedIn())
                .as("the device is not trusted any more")
                .isFalse();
        SERVER.clock().awaitStepStart(30);
        assertThat(Await.until(
                        "the end of the wait",
                        () -> Optional.of(verify("put", "another", app.code(now())))
                                .filter(BrowserSession::signedIn)))
                .isNotNull();
    }

    @Test
    void whatElseAnAdministratorChangesEndsNoWait() {
        TestUser user = realm.user("renamed");
        AuthenticatorApp app = user.importOtp(SECRET);
        wrongCodes("renamed", "password", app, 6);

        user.update(Map.of("firstName", "Other"));

        assertThat(verify("renamed", "password", app.code(now())).page().text()).contains("Too many incorrect codes.");
    }

    @Test
    void aPasswordThatThePersonChangesEndsTheWait() {
        TestUser user = realm.user("self");
        AuthenticatorApp app = user.importOtp(SECRET);
        BrowserSession signedIn = realm.browser()
                .openLogin(Map.of("kc_action", "UPDATE_PASSWORD"))
                .signIn("self", "password")
                .press("verify", Map.of("code", app.code(now())));
        wrongCodes("self", "password", app, 6);

        signedIn.submit("form#kc-passwd-update-form", Map.of("password-new", "new", "password-confirm", "new"));
        assertThat(signedIn.signedIn()).isTrue();

        SERVER.clock().awaitStepStart(30);
        assertThat(verify("self", "new", app.code(now())).signedIn()).isTrue();
    }

    private static BrowserSession wrongCodes(String user, String password, AuthenticatorApp app, int times) {
        BrowserSession browser = realm.browser().signIn(user, password);
        for (int i = 0; i < times; i++) {
            browser.press("verify", Map.of("code", app.wrong(now())));
        }
        return browser;
    }

    private static BrowserSession verify(String user, String password, String code) {
        return realm.browser().signIn(user, password).press("verify", Map.of("code", code));
    }

    private static Instant now() {
        return SERVER.clock().now();
    }
}
