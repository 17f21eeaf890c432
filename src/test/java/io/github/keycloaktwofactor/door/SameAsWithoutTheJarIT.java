package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 11, against the real thing: in a realm that never switched it on, the same sign-ins give the same pages, events,
 * tokens and stored credentials on a server with the JAR as on one without.
 */
@Tag("own-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameAsWithoutTheJarIT {

    /** The lists of what an administrator may put into a realm. They are the server's, not the realm's. */
    enum Offered {
        ACTIONS(
                "/authentication/unregistered-required-actions",
                Set.of("two-factor-policy", "two-factor-setup", "two-factor-recovery-codes")),
        AUTHENTICATORS(
                "/authentication/authenticator-providers", Set.of("two-factor-challenge", "two-factor-direct-grant")),
        CREDENTIAL_REGISTRATORS("/credential-registrators", Set.of()),
        CLIENT_AUTHENTICATORS("/authentication/client-authenticator-providers", Set.of()),
        FORM_ACTIONS("/authentication/form-action-providers", Set.of());

        private final String list;
        private final Set<String> ours;

        Offered(String list, Set<String> ours) {
            this.list = list;
            this.ours = ours;
        }
    }

    private final MailServer mail = MailServer.start();
    private final KeycloakServer plain = KeycloakServer.own(
            "without-jar", ServerOptions.h2().withoutProvider().startingSoon());
    private final StockRealm without = new StockRealm(plain, mail);
    private final StockRealm with = new StockRealm(KeycloakServer.shared(), mail);

    @AfterAll
    void tearDown() {
        with.close();
        without.close();
        plain.close();
        mail.close();
    }

    @ParameterizedTest
    @EnumSource
    void theSameSignInGivesTheSame(StockSignIn signIn) {
        assertThat(Transcript.differences("with the JAR", with.walk(signIn), "without it", without.walk(signIn)))
                .isEmpty();
    }

    @Test
    void theRealmItselfIsTheSame() {
        assertThat(Transcript.differences("with the JAR", with.export(), "without it", without.export()))
                .isEmpty();
    }

    @Test
    void itsProtocolsAreTheSame() {
        assertThat(Transcript.differences("with the JAR", with.protocols(), "without it", without.protocols()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void administratorsAreOfferedOursBesidesAllOfKeycloaks(Offered offered) {
        TreeSet<String> expected = without.ids(offered.list);
        expected.addAll(offered.ours);

        assertThat(with.ids(offered.list)).isEqualTo(expected);
    }
}
