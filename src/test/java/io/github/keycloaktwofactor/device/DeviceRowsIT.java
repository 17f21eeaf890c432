package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.AccountRest;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator sees of trusted devices among the credentials of a user. */
final class DeviceRowsIT {

    private static final String TYPE = "two-factor-trusted-device";

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.switchOn(Map.of("trustedDevices", "DAYS"));
        realm.languages("en", "de");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "USER_SIGNED_OUT_BY_AN_ADMIN",
                "PASSWORD_SET_BY_AN_ADMIN",
                "PASSWORD_CHANGED_BY_ITS_OWNER",
                "AUTHENTICATOR_ADDED",
                "AUTHENTICATOR_REPLACED",
                "RECOVERY_CODES_MADE"
            })
    void aDeviceOfAUserThatIsForgottenLeavesNoRow(Forgetting how) {
        TrustingPerson person = TrustingPerson.of(realm, "row-" + how.name().toLowerCase(Locale.ROOT));
        BrowserSession browser = person.trusted();
        TestUser user = person.person().user();
        assertThat(user.credentials(TYPE)).hasSize(1);

        how.happen(person, browser);

        Await.until(
                "the row of the device to go",
                () -> Optional.of(user.credentials(TYPE)).filter(List::isEmpty));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en Unknown browser", "de Unbekannter Browser"})
    void anUnknownBrowserHasALabelInTheLanguageOfItsUser(String languageAndLabel) {
        String language = languageAndLabel.substring(0, 2);
        String label = languageAndLabel.substring(3);
        TrustingPerson person = TrustingPerson.of(realm, "unknown-" + language);
        person.person().user().update(Map.of("attributes", Map.of("locale", List.of(language))));

        person.trust(realm.browser().userAgent("x"));
        person.trust(realm.browser().userAgent("x"));

        assertThat(person.person().user().credentials(TYPE))
                .extracting(Credential::label)
                .containsExactlyInAnyOrder(label, label + " 2");
    }

    /** As another tool may have stored it. */
    @Test
    void theAccountConsoleHasWordsForARowWithoutALabel() {
        EnrolledUser person = EnrolledUser.imported(realm, "unlabelled");
        person.user()
                .update(Map.of(
                        "credentials",
                        List.of(Map.of(
                                "type",
                                TYPE,
                                "userLabel",
                                " 2",
                                "secretData",
                                "{}",
                                "credentialData",
                                "{\"format\":1,\"browser\":\"\",\"system\":\"\"}"))));

        AccountRest account = new AccountRest(realm, person.signIn().tokens().accessToken());

        assertThat(account.labels(TYPE)).containsExactly("two-factor-devices-unknown");
    }
}
