package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The session that a trusted device has opened counts only while the policy would trust the device for its user now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionOfADeviceIT {

    private static final Map<String, String> POLICY =
            Map.of("requireEveryone", "true", "trustedDevices", "DAYS", "trustedDeviceExcludedRoles", "excluded");

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("excluded");
        realm.switchOn(POLICY);
    }

    @BeforeEach
    void policy() {
        assertThat(realm.configure(POLICY).ok()).isTrue();
    }

    private enum End {
        DEVICE_DELETED {
            @Override
            void of(TestRealm realm, TrustingPerson person) {
                person.person().user().credentials(TrustedDeviceCredentialModel.TYPE).stream()
                        .map(Credential::id)
                        .forEach(person.person().user()::deleteCredential);
            }
        },
        PERSON_EXCLUDED {
            @Override
            void of(TestRealm realm, TrustingPerson person) {
                person.person().user().grant("excluded");
            }
        },
        TRUST_SWITCHED_OFF {
            @Override
            void of(TestRealm realm, TrustingPerson person) {
                realm.configure(Map.of("requireEveryone", "true", "trustedDevices", "OFF"));
            }
        },
        PASSWORD_RESET {
            @Override
            void of(TestRealm realm, TrustingPerson person) {
                person.person().user().password("another");
            }
        };

        abstract void of(TestRealm realm, TrustingPerson person);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void itIsAskedAgainAndItsTokensAreRefused(End end) {
        TrustingPerson person = TrustingPerson.of(realm, "ends-" + end.name().toLowerCase(java.util.Locale.ROOT));
        BrowserSession browser = person.trusted();
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
        Tokens online = browser.tokens();
        Tokens offline =
                browser.openLogin(Map.of("scope", "openid offline_access")).tokens();
        assertThat(realm.refresh(online.refreshToken()).ok()).isTrue();
        assertThat(realm.refresh(offline.refreshToken()).ok()).isTrue();
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.SIGNED_IN);

        end.of(realm, person);

        assertThat(realm.refresh(online.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(realm.refresh(offline.refreshToken()).error()).isEqualTo("invalid_grant");
        assertThat(browser.fork().openLogin(Map.of("prompt", "none")).callback())
                .containsKey("error");
        assertThat(Screen.of(browser.openLogin())).isEqualTo(Screen.CODE);
        assertThat(person.person().user().credentials("otp")).hasSize(1);
    }
}
