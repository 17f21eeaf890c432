package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Credential;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 9: a sign-in that somebody has left half finished is worth only what it still rests on. Replacing or resetting a factor, a
 * new password and an administrator's sign-out end it, wherever it was left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HalfFinishedSignInIT {

    private static final String NEW_PASSWORD = "another password";

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.client("consent", Map.of("consentRequired", true)).realmRole("required");
        realm.switchOn(Map.of("requiredRoles", "required", "endOtherSessions", "NEVER"));
        realm.enableAction("delete_account", true);
        for (String action :
                List.of("CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register", "UPDATE_PASSWORD")) {
            realm.enableAction(action, true);
        }
    }

    /** What its owner or an administrator does about an account that may be in somebody else's hands. */
    private enum Remedy {
        AUTHENTICATOR_REPLACED {
            @Override
            void by(TestRealm realm, EnrolledUser owner) {
                BrowserSession browser = realm.browser()
                        .openLogin(Map.of("kc_action", "two-factor-setup"))
                        .signIn(owner.name(), TestRealm.PASSWORD)
                        .press("verify", Map.of("code", owner.code()))
                        .press("replace");
                EnrolledUser.replaced(realm, browser, owner.name());
            }
        },
        FACTORS_REMOVED_AND_SET_UP_AGAIN {
            @Override
            void by(TestRealm realm, EnrolledUser owner) {
                owner.user().credentials().stream()
                        .filter(credential -> !credential.type().equals("password"))
                        .map(Credential::id)
                        .forEach(owner.user()::deleteCredential);
                owner.user().grant("required");
                BrowserSession browser = realm.browser().signIn(owner.name(), TestRealm.PASSWORD);
                assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
                EnrolledUser.confirmed(realm, browser, owner.name());
                owner.user().revoke("required");
            }
        },
        PASSWORD_RESET {
            @Override
            void by(TestRealm realm, EnrolledUser owner) {
                owner.user().password(NEW_PASSWORD);
            }
        },
        PASSWORD_CHANGED {
            @Override
            void by(TestRealm realm, EnrolledUser owner) {
                BrowserSession browser = realm.browser()
                        .openLogin(Map.of("kc_action", "UPDATE_PASSWORD"))
                        .signIn(owner.name(), TestRealm.PASSWORD)
                        .press("verify", Map.of("code", owner.code()));
                assertThat(Screen.of(browser)).isEqualTo(Screen.NEW_PASSWORD);
                browser.submit(
                        "#kc-passwd-update-form",
                        Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
                assertThat(Screen.of(browser)).as("its own sign-in goes on").isEqualTo(Screen.SIGNED_IN);
            }
        },
        SIGNED_OUT_BY_AN_ADMINISTRATOR {
            @Override
            void by(TestRealm realm, EnrolledUser owner) {
                owner.user().rest().post("/logout", Map.of());
            }
        };

        abstract void by(TestRealm realm, EnrolledUser owner);
    }

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void theTwoFactorPageOfAVerifiedSignInChangesNothingAnyMore(Remedy remedy) {
        EnrolledUser owner = EnrolledUser.imported(realm, "card-" + label(remedy));
        BrowserSession thief = realm.browser()
                .openLogin(Map.of("kc_action", "two-factor-setup"))
                .signIn(owner.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", owner.code()));
        assertThat(Screen.of(thief)).isEqualTo(Screen.ENROLLED);

        remedy.by(realm, owner);
        List<String> factors = factors(owner);

        BrowserSession disabling = thief.fork();
        assertThat(Screen.of(thief.press("replace"))).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(Screen.of(disabling.press("disable", Map.of("password", TestRealm.PASSWORD))))
                .isIn(Screen.BEGIN_AGAIN, Screen.EXPIRED);
        assertThat(factors(owner)).isEqualTo(factors);
    }

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void aConsentPageOfAVerifiedSignInLetsNobodyIn(Remedy remedy) {
        EnrolledUser owner = EnrolledUser.imported(realm, "consent-" + label(remedy));
        BrowserSession thief = realm.browser()
                .open(realm.authUrl("consent", Map.of("scope", "openid offline_access")))
                .signIn(owner.name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", owner.code()));
        assertThat(thief.page().has("[name=accept]")).isTrue();

        remedy.by(realm, owner);
        int sessions = owner.user().sessions().size();

        thief.submit("form", Map.of("accept", "Yes"));
        assertThat(Screen.of(thief)).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(owner.user().sessions()).hasSize(sessions);
        assertThat(owner.user().rest().get("/consents")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_PASSWORD, NEW_PASSWORD",
        "CONFIGURE_TOTP, STOCK_SET_UP",
        "CONFIGURE_RECOVERY_AUTHN_CODES, STOCK_RECOVERY_CODES",
        "delete_account, DELETE_ACCOUNT"
    })
    void aPageOfKeycloaksOwnOfAVerifiedSignInChangesNothingAnyMore(String action, Screen page) {
        for (Remedy remedy : List.of(Remedy.AUTHENTICATOR_REPLACED, Remedy.SIGNED_OUT_BY_AN_ADMINISTRATOR)) {
            EnrolledUser owner = EnrolledUser.imported(realm, action.toLowerCase(Locale.ROOT) + "-" + label(remedy));
            owner.user().grant("account/delete-account");
            BrowserSession thief = realm.browser()
                    .openLogin(Map.of("kc_action", action))
                    .signIn(owner.name(), TestRealm.PASSWORD)
                    .press("verify", Map.of("code", owner.code()));
            assertThat(Screen.of(thief)).isEqualTo(page);

            remedy.by(realm, owner);
            List<String> factors = factors(owner);

            thief.submit(
                    "form",
                    Map.of(
                            "password-new", "thief",
                            "password-confirm", "thief",
                            "totp", "123456",
                            "userLabel", "thief"));
            assertThat(Screen.of(thief)).as(thief.page().text()).isEqualTo(Screen.BEGIN_AGAIN);
            assertThat(factors(owner)).isEqualTo(factors);
        }
    }

    @Test
    void aSignInWithoutAFactorEndsWithThePasswordTooWhereTheGuardHasSeenIt() {
        EnrolledUser.imported(realm, "unrelated");
        var user = realm.user("forced", "required");
        BrowserSession thief = realm.browser().signIn("forced", TestRealm.PASSWORD);
        assertThat(Screen.of(thief)).isEqualTo(Screen.KEY);

        user.password(NEW_PASSWORD);

        assertThat(Screen.of(thief.reload())).isEqualTo(Screen.BEGIN_AGAIN);
        assertThat(user.credentials("otp")).isEmpty();
    }

    @Test
    void theSignInThatChangesThePasswordOrAFactorGoesOn() {
        EnrolledUser owner = EnrolledUser.imported(realm, "goes-on");
        owner.user().requiredActions("UPDATE_PASSWORD", "CONFIGURE_RECOVERY_AUTHN_CODES", "UPDATE_PROFILE");
        BrowserSession browser =
                realm.browser().signIn(owner.name(), TestRealm.PASSWORD).press("verify", Map.of("code", owner.code()));
        for (int page = 0; page < 3; page++) {
            Screen screen = Screen.of(browser);
            switch (screen) {
                case NEW_PASSWORD ->
                    browser.submit(
                            "#kc-passwd-update-form",
                            Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
                case STOCK_RECOVERY_CODES -> browser.submit("#kc-recovery-codes-settings-form", Map.of());
                case PROFILE -> browser.submit("#kc-update-profile-form", Map.of("firstName", "Other"));
                default ->
                    throw new AssertionError(screen + " " + browser.page().text());
            }
        }

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
        assertThat(Screen.of(browser.openLogin(Map.of("prompt", "none")))).isEqualTo(Screen.SIGNED_IN);
    }

    private static String label(Remedy remedy) {
        return remedy.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> factors(EnrolledUser owner) {
        return owner.user().credentials().stream()
                .filter(credential -> !credential.type().startsWith("two-factor-recovery"))
                .map(credential -> credential.type() + " " + credential.id())
                .sorted()
                .toList();
    }
}
