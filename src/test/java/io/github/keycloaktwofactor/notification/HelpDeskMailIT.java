package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.notification.Postbox.Letter;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.support.Desk;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users whom the help desk has helped are told what was done, once and not from where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HelpDeskMailIT {

    private static final String HELPED = "An administrator changed how you sign in";

    private final Postbox postbox = new Postbox();
    private TestRealm realm;
    private Desk desk;

    @BeforeAll
    void setUp() {
        realm = KeycloakServer.shared().realm();
        realm.update(Map.of("smtpServer", postbox.settings(), "displayName", "Acme", "accessTokenLifespan", 3600));
        realm.rest().post("/two-factor/setup", Map.of());
        desk = Desk.of(realm, "agent", "two-factor-admin/help-desk");
    }

    @AfterAll
    void tearDown() {
        realm.close();
        postbox.close();
    }

    @Test
    void aResetIsOneMailThatNamesWhatIsGone() {
        TestUser user = EnrolledUser.imported(realm, "reset").user();

        assertThat(desk.reset(user, "authenticators", "recovery-codes").status())
                .isEqualTo(200);

        Letter mail = postbox.await("reset@example.org", HELPED);
        assertThat(mail.text())
                .contains(
                        "An administrator changed how you sign in to the account reset.",
                        "The authenticator app was removed",
                        "You were signed out everywhere.")
                .doesNotContain("recovery codes were removed", "IP address", "127.0.0.1", Desk.REASON);
        assertThat(postbox.subjects("reset@example.org")).containsExactly(HELPED);
    }

    @Test
    void whereNothingHasChangedNothingIsTold() {
        TestUser untouched = realm.user("untouched");
        TestUser unlocked = EnrolledUser.imported(realm, "next").user();

        desk.unlock(untouched);
        desk.forgetDevices(untouched);
        desk.resetAndLeaveSignedIn(untouched, "authenticators", "passkeys");
        desk.reset(unlocked, "waits");

        postbox.await("next@example.org", HELPED);
        assertThat(postbox.mails("untouched@example.org")).isEmpty();
    }
}
