package io.github.keycloaktwofactor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.MailServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An address that waits for its mailed link rests on what its user signed in with, as everything else does. */
final class PendingAddressIT {

    private static final String PENDING = "kc.email.pending";

    private static MailServer mail;

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        mail = MailServer.start();
        realm.update(Map.of("verifyEmail", true, "smtpServer", mail.settings()));
        realm.switchOn(Map.of("requireEveryone", "true"));
        realm.enableAction("UPDATE_EMAIL", true);
    }

    @AfterAll
    static void close() {
        mail.close();
    }

    private enum Remedy {
        NEW_PASSWORD {
            @Override
            void by(EnrolledUser owner) {
                owner.user().password("another");
            }
        },
        NEW_PASSWORD_WITH_THE_USER {
            @Override
            void by(EnrolledUser owner) {
                owner.user().update(Map.of("credentials", List.of(Map.of("type", "password", "value", "yet-another"))));
            }
        },
        FACTOR_REMOVED {
            @Override
            void by(EnrolledUser owner) {
                owner.user().credentials("otp").forEach(otp -> owner.user().deleteCredential(otp.id()));
            }
        },
        SIGNED_OUT {
            @Override
            void by(EnrolledUser owner) {
                owner.user().rest().post("/logout", Map.of());
            }
        };

        abstract void by(EnrolledUser owner);
    }

    @Test
    void itIsConfirmedByItsLink() {
        EnrolledUser owner = EnrolledUser.enrolled(realm, "confirmed");
        String link = ask(owner, "confirmed-2");

        realm.browser().open(link);

        assertThat(address(owner)).isEqualTo("confirmed-2@example.org");
    }

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void itIsGivenUpWithWhateverEndsHalfFinishedSignIns(Remedy remedy) {
        String name = remedy.name().toLowerCase(Locale.ROOT).replace('_', '-');
        EnrolledUser owner = EnrolledUser.enrolled(realm, name);
        String link = ask(owner, "thief-" + name);

        remedy.by(owner);

        assertThat(owner.user().rest().get("").path("attributes").has(PENDING)).isFalse();
        realm.browser().open(link);
        assertThat(address(owner)).isEqualTo(name + "@example.org");
    }

    /** Asks for another address, and does not confirm it. */
    private static String ask(EnrolledUser person, String address) {
        realm.browser()
                .openLogin(Map.of("kc_action", "UPDATE_EMAIL"))
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()))
                .submit("#kc-update-email-form", Map.of("email", address + "@example.org"));
        assertThat(address(person)).isEqualTo(person.user().name() + "@example.org");
        return mail.link(address);
    }

    private static String address(EnrolledUser person) {
        return person.user().rest().get("").path("email").asText();
    }
}
