package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.net.Socket;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail server blocks and slows no sign-in, whatever it does or fails to do. */
class DeadMailServerIT {

    private static final String ON = "Two-factor authentication was turned on";

    private final KeycloakServer server = KeycloakServer.shared();
    private TestRealm realm;

    @BeforeEach
    void switchOn() {
        realm = server.realm();
        realm.switchOn(Map.of("requireEveryone", "true"));
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void signInsEndWhileAMailServerThatNeverAnswersIsStillWaitedFor() {
        try (SilentMailServer silent = new SilentMailServer()) {
            realm.update(Map.of("smtpServer", Postbox.settings(silent.port())));
            EnrolledUser person = EnrolledUser.enrolled(realm, "alice");
            Socket caller = silent.caller();

            BrowserSession browser = person.post(person.codeToCome());

            assertThat(browser.signedIn()).isTrue();
            assertThat(SilentMailServer.stillWaits(caller))
                    .as("the mail of the enrolment is still under way")
                    .isTrue();
        }
    }

    @Test
    void anotherRealmsMailsDoNotWaitForIt() {
        try (SilentMailServer silent = new SilentMailServer();
                Postbox postbox = new Postbox();
                TestRealm other = server.realm()) {
            realm.update(Map.of("smtpServer", Postbox.settings(silent.port())));
            other.update(Map.of("smtpServer", postbox.settings()));
            other.switchOn(Map.of("requireEveryone", "true"));
            EnrolledUser.enrolled(realm, "alice");
            Socket caller = silent.caller();

            EnrolledUser.enrolled(other, "bob");

            postbox.await("bob@example.org", ON);
            assertThat(SilentMailServer.stillWaits(caller)).isTrue();
        }
    }

    @Test
    void whoCannotBeTriedOnAClosedPortIsStillSignedInAndToldOnceItIsOpen() {
        int closed;
        try (SilentMailServer gone = new SilentMailServer()) {
            closed = gone.port();
        }
        realm.update(Map.of("smtpServer", Postbox.settings(closed)));
        EnrolledUser person = EnrolledUser.enrolled(realm, "alice");
        assertThat(person.post(person.codeToCome()).signedIn()).isTrue();
        person.wrongCodes(3);
        try (SilentMailServer marker = new SilentMailServer()) {
            // The mails of a realm go one after the other: once this one is tried, those before have failed.
            realm.update(Map.of("smtpServer", Postbox.settings(marker.port())));
            person.wrongCodes(1);
            marker.caller();
        }

        try (Postbox postbox = new Postbox()) {
            realm.update(Map.of("smtpServer", postbox.settings()));
            person.wrongCodes(1);

            assertThat(postbox.await("alice@example.org", "Someone may know your password")
                            .text())
                    .as("a mail that was not sent does not count against the next")
                    .contains("but the second step failed");
        }
    }

    @Test
    void aRealmWithoutAMailServerSignsIn() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "alice");

        assertThat(person.post(person.codeToCome()).signedIn()).isTrue();
    }

    @Test
    void aRealmThatNeverSwitchedItOnSendsNothing() {
        try (Postbox postbox = new Postbox();
                TestRealm stock = server.realm()) {
            stock.update(Map.of("smtpServer", postbox.settings()));
            stock.user("carol").requiredActions("CONFIGURE_TOTP");
            BrowserSession setUp = stock.browser().signIn("carol", TestRealm.PASSWORD);
            setUp.follow("a#mode-manual");
            String key = setUp.page().text("#kc-totp-secret-key").replace(" ", "");
            setUp.submit(
                    "#kc-totp-settings-form",
                    Map.of("totp", AuthenticatorApp.ofSecret(key).code(Instant.now())));
            assertThat(stock.find("carol").credentials("otp")).hasSize(1);
            for (int i = 0; i < 4; i++) {
                stock.browser()
                        .signIn("carol", TestRealm.PASSWORD)
                        .submit("#kc-otp-login-form", Map.of("otp", "000000"));
            }
            realm.update(Map.of("smtpServer", postbox.settings()));

            EnrolledUser.enrolled(realm, "alice");

            postbox.await("alice@example.org", ON);
            assertThat(postbox.mails("carol@example.org")).isEmpty();
        }
    }
}
