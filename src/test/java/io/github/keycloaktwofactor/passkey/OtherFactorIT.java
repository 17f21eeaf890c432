package io.github.keycloaktwofactor.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.SoftKey;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who own a security key or passkey: never led past it, and never left without a way in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OtherFactorIT {

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("boss");
        realm.client("bare", Map.of()).flows().bindPasswordOnly("bare");
        for (String action : List.of(
                "CONFIGURE_TOTP",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "webauthn-register",
                "webauthn-register-passwordless")) {
            realm.enableAction(action, true);
        }
        realm.switchOn(Map.of("requiredRoles", "boss"));
    }

    @AfterEach
    void stockFlow() {
        realm.flows().bindStockBrowser();
        realm.update(Map.of("webAuthnPolicyPasswordlessPasskeysEnabled", false));
    }

    /** In Keycloak's own flow security keys are disabled, and passkeys are off. */
    @ParameterizedTest
    @ValueSource(strings = {"webauthn", "webauthn-passwordless"})
    void aKeyThatTheRealmGivesNoWayToUseLocksNobodyOut(String type) {
        TestUser user = realm.user("unusable-" + type, "boss").importKey(type);

        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.KEY);
        EnrolledUser person = EnrolledUser.confirmed(realm, browser, user.name());
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

        assertThat(Screen.of(person.signIn())).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void aSecurityKeyThatTheFlowTakesIsAskedFor() {
        TestUser user = realm.user("usable-key", "boss").importKey("webauthn");
        realm.flows().bindBrowserWithSecurityKey();

        assertThat(Screen.of(passwordAlone(user, Map.of()))).isEqualTo(Screen.OTHER_FACTOR);
        assertThat(Screen.of(realm.browser().signIn(user.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.PASSKEY);
    }

    @Test
    void aPasskeyThatTheLoginPageTakesIsAskedFor() {
        TestUser user = realm.user("usable-passkey", "boss").importKey("webauthn-passwordless");
        realm.passkeys();

        assertThat(Screen.of(passwordAlone(user, Map.of()))).isEqualTo(Screen.OTHER_FACTOR);
        assertThat(Screen.of(realm.browser().signIn(user.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.OTHER_FACTOR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIGURE_TOTP",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "webauthn-register",
                "webauthn-register-passwordless",
                "two-factor-setup"
            })
    void aPasswordAloneAddsNothingBesideAPasskeyThoughNobodyRequiresTwoFactor(String action) {
        String name = "free-" + action.toLowerCase(Locale.ROOT);
        TestUser user = realm.user(name).importKey("webauthn-passwordless");
        realm.passkeys();

        assertThat(Screen.of(passwordAlone(user, Map.of("kc_action", action)))).isEqualTo(Screen.OTHER_FACTOR);
        assertThat(passwordAlone(user, Map.of()).signedIn())
                .as("and nothing else is asked for it")
                .isTrue();

        user.requiredActions(action);
        assertThat(Screen.of(passwordAlone(user, Map.of()))).isEqualTo(Screen.OTHER_FACTOR);
        assertThat(user.requiredActions()).containsExactly(action);
        realm.enableAction(action, false);
        try {
            assertThat(passwordAlone(user, Map.of()).signedIn())
                    .as("an action that is off waits for nobody")
                    .isTrue();
        } finally {
            realm.enableAction(action, true);
        }
    }

    /** An imported realm may call an action anything. */
    @Test
    void anActionUnderAnotherNameIsTheSameAction() {
        TestUser user = realm.user("renamed").importKey("webauthn-passwordless");
        Map<String, String> action = Map.of("kc_action", "my-keys");
        realm.passkeys();
        rename("webauthn-register", "my-keys");
        try {
            assertThat(Screen.of(passwordAlone(user, action))).isEqualTo(Screen.OTHER_FACTOR);
            assertThat(Screen.of(passwordAlone(realm.user("renamed-newcomer"), action)))
                    .isEqualTo(Screen.PASSKEY_SET_UP);
        } finally {
            rename("my-keys", "webauthn-register");
        }
    }

    private void rename(String alias, String other) {
        String action = "/authentication/required-actions/" + alias;
        ObjectNode changed = ((ObjectNode) realm.rest().get(action)).put("alias", other);
        realm.rest().put(action, changed);
    }

    @Test
    void theStepOfAFlowThatWantsAKeySetUpIsNotLedPastAPasskey() {
        TestUser user = realm.user("strict").importKey("webauthn-passwordless");
        realm.passkeys().client("strict", Map.of());
        String flow = realm.flows().create("password-and-key", "auth-username-password-form", "webauthn-authenticator");
        realm.updateClient("strict", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));

        assertThat(Screen.of(realm.browser()
                        .open(realm.authUrl("strict", Map.of()))
                        .signIn(user.name(), TestRealm.PASSWORD)))
                .isEqualTo(Screen.OTHER_FACTOR);
    }

    @Test
    void usersWhoAreSentToUseTheirPasskeyComeBackThemselvesOrNotAtAll() {
        TestUser owner = realm.user("sent", "boss").importKey("webauthn-passwordless");
        TestUser other = realm.user("not-sent");
        realm.passkeys();
        BrowserSession browser = passwordAlone(owner, Map.of()).press("restart");
        assertThat(Screen.of(browser)).isEqualTo(Screen.LOGIN);

        // The realm's flow asks less of the other person than the client's own flow may.
        browser.signIn(other.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.OTHER_ACCOUNT);
        assertThat(other.sessions()).isEmpty();

        assertThat(Screen.of(browser.press("restart"))).isEqualTo(Screen.LOGIN);
        assertThat(browser.signIn(other.name(), TestRealm.PASSWORD).signedIn()).isTrue();

        browser = passwordAlone(owner, Map.of()).press("restart").signIn(owner.name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.OTHER_FACTOR);
    }

    @Test
    void theWayThroughTheRealmsFlowKeepsTheApplicationsQuestionForConsent() {
        TestUser owner = realm.user("asked-for-consent", "boss").importKey("webauthn-passwordless");
        TestUser other = realm.user("consented");
        realm.client("consenting", Map.of("consentRequired", true)).flows().bindPasswordOnly("consenting");
        BrowserSession earlier =
                realm.browser().open(realm.authUrl("consenting", Map.of())).signIn(other.name(), TestRealm.PASSWORD);
        assertThat(earlier.submit("form", Map.of("accept", "Yes")).signedIn()).isTrue();
        realm.passkeys();

        BrowserSession browser = realm.browser().open(realm.authUrl("consenting", Map.of("prompt", "consent")));
        browser.signIn(owner.name(), TestRealm.PASSWORD).press("restart");
        assertThat(Screen.of(browser)).isEqualTo(Screen.LOGIN);
        browser.signIn(other.name(), TestRealm.PASSWORD).press("restart");
        browser.signIn(other.name(), TestRealm.PASSWORD);

        assertThat(browser.page().has("#kc-oauth")).as(browser.page().text()).isTrue();
        assertThat(browser.submit("form", Map.of("accept", "Yes")).signedIn()).isTrue();
    }

    /** The first of them makes the person an owner in the middle of the sign-in. */
    @Test
    void usersWhoSetUpTheirFirstKeysSetUpAllOfThem() {
        realm.flows().bindBrowserWithSecurityKey();
        TestUser user = realm.user("newcomer").requiredActions("webauthn-register");
        BrowserSession browser = passwordAlone(user, Map.of());
        assertThat(Screen.of(browser)).isEqualTo(Screen.PASSKEY_SET_UP);
        user.requiredActions("webauthn-register", "CONFIGURE_TOTP");

        assertThat(Screen.of(new SoftKey().register(browser))).isEqualTo(Screen.STOCK_SET_UP);
    }

    /** However long ago the page was opened. */
    @Test
    void aKeyThatIsAddedElsewhereEndsASignInThatWasAboutToAddAFactor() {
        TestUser user = realm.user("other-window").requiredActions("CONFIGURE_TOTP");
        realm.passkeys();
        BrowserSession browser = passwordAlone(user, Map.of());
        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_SET_UP);

        user.importKey("webauthn-passwordless");

        assertThat(Screen.of(browser.reload())).isEqualTo(Screen.BEGIN_AGAIN);
    }

    private BrowserSession passwordAlone(TestUser user, Map<String, String> more) {
        return realm.browser().open(realm.authUrl("bare", more)).signIn(user.name(), TestRealm.PASSWORD);
    }
}
