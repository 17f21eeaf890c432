package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fifty accounts that fill the queue of a realm while its mail server is slow do not crowd out what one more is told. */
class CrowdedMailsIT {

    private static final int ACCOUNTS = 50;
    private static final int CHANGES = 21;

    @Test
    void oneMoreIsToldAfterFiftyHaveFilledTheQueue() {
        try (SilentMailServer silent = new SilentMailServer();
                Postbox postbox = new Postbox();
                TestRealm realm = KeycloakServer.shared().realm()) {
            realm.switchOn(Map.of("requireEveryone", "false"));
            EnrolledUser victim = EnrolledUser.imported(realm, "victim");
            OwnAddress[] crowd = IntStream.range(0, ACCOUNTS)
                    .mapToObj(i -> token(EnrolledUser.imported(realm, "crowd" + i)))
                    .toArray(OwnAddress[]::new);
            // One that is tried for ten seconds, with everything behind it.
            realm.update(Map.of("smtpServer", Postbox.settings(silent.port())));
            crowd[0].changeTo("first@elsewhere.example");
            silent.caller();

            IntStream.range(0, ACCOUNTS)
                    .parallel()
                    .forEach(i -> IntStream.range(0, CHANGES)
                            .forEach(n -> crowd[i].changeTo("c" + i + "-" + n + "@elsewhere.example")));
            victim.user().password("another");
            // What waits about them is not sent, which only takes time.
            IntStream.range(0, ACCOUNTS)
                    .parallel()
                    .forEach(i -> realm.find("crowd" + i).delete());
            realm.update(Map.of("smtpServer", postbox.settings()));

            Await.until(
                    "the mail to the victim",
                    Duration.ofSeconds(60),
                    () -> postbox.subjects("victim@example.org").stream().findFirst());
            assertThat(postbox.subjects("victim@example.org"))
                    .containsExactly("An administrator set a new password for you");
        }
    }

    private static OwnAddress token(EnrolledUser person) {
        String name = person.user().name();
        return new OwnAddress(
                person.realm(),
                name,
                person.realm()
                        .directGrant(name, TestRealm.PASSWORD, person.codeToCome())
                        .accessToken());
    }
}
