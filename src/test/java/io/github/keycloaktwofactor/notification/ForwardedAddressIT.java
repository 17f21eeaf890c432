package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Behind a reverse proxy, the sender of a request may have written the address that it is said to come from. */
@Tag("own-server")
class ForwardedAddressIT {

    private static final String WORDS = "call 0900-123456 to secure your account";

    private static final Postbox POSTBOX = new Postbox();
    private static KeycloakServer server;
    private static TestRealm realm;

    @BeforeAll
    static void start() {
        server = KeycloakServer.own(
                "forwarded",
                ServerOptions.h2().arg("--proxy-headers=xforwarded").startingSoon());
        realm = server.realm();
        realm.update(Map.of("smtpServer", POSTBOX.settings()));
        realm.switchOn(Map.of("requireEveryone", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
        POSTBOX.close();
    }

    @Test
    void wordsInThePlaceOfAnAddressReachNeitherMailNorPage() {
        EnrolledUser person = EnrolledUser.imported(realm, "alice");
        for (int i = 0; i < 3; i++) {
            realm.browser()
                    .forwardedFor(WORDS)
                    .signIn("alice", TestRealm.PASSWORD)
                    .press("verify", Map.of("code", person.wrongCode()));
        }

        Postbox.Letter letter = POSTBOX.await("alice@example.org", "Someone may know your password");
        String card = card(person);

        assertThat(letter.text())
                .contains("- Browser: Linux\n- IP address: unknown\n")
                .doesNotContain("0900");
        assertThat(letter.html()).doesNotContain("0900");
        assertThat(card).contains("A code was not accepted").doesNotContain("0900");
    }

    @Test
    void anAddressIsShown() {
        EnrolledUser person = EnrolledUser.imported(realm, "bob");
        for (int i = 0; i < 3; i++) {
            realm.browser()
                    .forwardedFor("203.0.113.7")
                    .signIn("bob", TestRealm.PASSWORD)
                    .press("verify", Map.of("code", person.wrongCode()));
        }

        assertThat(POSTBOX.await("bob@example.org", "Someone may know your password")
                        .text())
                .contains("- Browser: Linux\n- IP address: 203.0.113.7\n");
        assertThat(card(person)).contains("203.0.113.7");
    }

    private static String card(EnrolledUser person) {
        return realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .page()
                .text();
    }
}
