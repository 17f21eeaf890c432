package io.github.keycloaktwofactor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A server is started on the database that the version of commit 82a49d5 left on Keycloak 26.4.7. Ada has two-factor; Ben
 * has used his first recovery code; Cleo trusts a browser; Dan's authenticator was imported; Eve waits after wrong codes;
 * Fay's codes are blocked after a hundred. {@code src/test/resources/stored/README.md} says how the samples were made.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(named = "keycloak", matches = "container|url")
final class EarlierDatabaseIT {

    private final SampleOf82a49d5 sample = new SampleOf82a49d5();
    private final KeycloakServer server =
            KeycloakServer.own("earlier", ServerOptions.h2().startingSoon());
    private TestRealm realm;

    @BeforeAll
    void startOnTheDatabaseOfThen() throws IOException {
        try (InputStream database = SampleOf82a49d5.file("database.zip")) {
            server.restartOn(database);
        }
        server.clock().advance(Duration.between(server.clock().now(), sample.recorded()));
        realm = server.realm(sample.realm());
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void anAuthenticatorSetUpThenSignsIn() {
        assertThat(Screen.of(sample.code(realm, "ada"))).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void anAuthenticatorImportedThenSignsIn() {
        assertThat(Screen.of(sample.code(realm, "dan")))
                .as("signed in, and offered the recovery codes that were never made")
                .isEqualTo(Screen.CODES_MISSING);
    }

    @Test
    void aRecoveryCodeThatWasUsedThenIsNotAcceptedAgain() {
        assertThat(sample.recoveryCode(realm, "ben", 0).page().text()).contains("already been used");
    }

    @Test
    void theOtherRecoveryCodesAreAcceptedOnce() {
        assertThat(sample.recoveryCode(realm, "ben", 1).onward().signedIn()).isTrue();
        assertThat(sample.recoveryCode(realm, "ben", 1).page().text()).contains("already been used");
    }

    @Test
    void aBrowserThatWasTrustedThenIsSparedTheCode() {
        BrowserSession browser = sample.trustedBrowser(realm)
                .open(realm.authUrl("app", Map.of()))
                .signIn("cleo", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(Screen.of(sample.password(realm, "cleo"))).isEqualTo(Screen.CODE);
    }

    @Test
    void aWaitThatHadBegunThenGoesOn() {
        assertThat(sample.code(realm, "eve").page().text()).contains("Too many incorrect codes");
    }

    @Test
    void codesThatWereBlockedThenStayBlockedAndARecoveryCodeHelps() {
        assertThat(sample.password(realm, "fay").page().text()).contains("This way of signing in is blocked");
        assertThat(sample.recoveryCode(realm, "fay", 0).onward().signedIn()).isTrue();
    }
}
