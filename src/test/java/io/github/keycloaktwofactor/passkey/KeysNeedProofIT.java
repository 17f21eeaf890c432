package io.github.keycloaktwofactor.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.door.AccountRest;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.SoftKey;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 9 for security keys, passkeys and Keycloak's own recovery codes, by page and by REST, at the moment of the post. */
@Tag("fast")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeysNeedProofIT {

    private static final String KEY = "webauthn";
    private static final String PASSKEY = "webauthn-passwordless";
    private static final String STOCK_CODES = "recovery-authn-codes";
    private static final Map<String, String> POLICY = Map.of("requiredRoles", "boss", "trustedDevices", "DAYS");

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
                "webauthn-register-passwordless",
                "delete_credential")) {
            realm.enableAction(action, true);
        }
        // By counter, because stock reads the machine's clock and we the server's, which tests move.
        realm.otpPolicy(30, 6, "HmacSHA1", "hotp", 1).flows().bindBrowserWithSecurityKey();
        realm.passkeys()
                .update(Map.of("accessTokenLifespan", 3600, "accessCodeLifespanUserAction", 3600))
                .switchOn(POLICY);
    }

    @AfterEach
    void policy() {
        realm.configure(POLICY);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, PASSKEY})
    void aPasswordAloneTakesNoKeyAwayAndPutsNoAppInItsPlace(String type) {
        TestUser owner = realm.user("password-" + type);
        registered(owner, type);
        BrowserSession thief = passwordAlone(owner, Map.of());
        assertThat(Screen.of(thief)).isEqualTo(Screen.SIGNED_IN);
        AccountRest account = account(thief);

        assertThat(account.offersToDelete(type)).isFalse();
        assertThat(account.delete(owner, type)).isEqualTo(400);
        assertThat(owner.credentials(type)).hasSize(1);
        assertThat(Screen.of(passwordAlone(owner, Map.of("kc_action", "CONFIGURE_TOTP"))))
                .isEqualTo(Screen.OTHER_FACTOR);
    }

    @Test
    void aTrustedDeviceTakesNoKeyAway() {
        EnrolledUser owner = EnrolledUser.imported(realm, "trusted-device");
        registered(owner.user(), PASSKEY);
        BrowserSession browser = realm.browser().signIn(owner.name(), TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", owner.code(), "trustDevice", "true"));
        BrowserSession device = realm.browser();
        browser.cookies().entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith("TWO_FACTOR_DEVICE_"))
                .forEach(cookie -> device.plantCookie(cookie.getKey(), cookie.getValue()));
        assertThat(Screen.of(device.signIn(owner.name(), TestRealm.PASSWORD))).isEqualTo(Screen.SIGNED_IN);

        assertThat(account(device).delete(owner.user(), PASSKEY)).isEqualTo(400);
        assertThat(owner.user().credentials(PASSKEY)).hasSize(1);
    }

    @Test
    void aKeyOfAKindThatThePolicyNoLongerAcceptsTakesNothingAway() {
        EnrolledUser owner = EnrolledUser.imported(realm, "taken-back");
        owner.user().importOtp(OtpSpec.totp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").label("Tablet"));
        SoftKey passkey = registered(owner.user(), PASSKEY);
        AccountRest account = account(byPasskey(owner.user(), passkey));

        realm.configure(Map.of("requiredRoles", "boss", "acceptOtherFactors", KEY));

        assertThat(account.offersToDelete("otp")).isFalse();
        assertThat(account.delete(owner.user(), "otp")).isEqualTo(400);
        assertThat(account.delete(owner.user(), PASSKEY)).isEqualTo(400);
        realm.configure(POLICY);
        assertThat(account.delete(owner.user(), "otp")).isEqualTo(204);
    }

    @Test
    void aPageThatWasLeftOpenTakesNoKeyAway() {
        TestUser owner = realm.user("left-open");
        SoftKey passkey = registered(owner, PASSKEY);
        String id = owner.credentials(PASSKEY).get(0).id();
        BrowserSession browser =
                passkey.use(realm.browser().openLogin(Map.of("kc_action", "delete_credential:" + id)), owner);
        assertThat(Screen.of(browser)).isEqualTo(Screen.DELETE_CREDENTIAL);
        realm.server().clock().advance(Duration.ofSeconds(301));

        browser.submit("form", Map.of("accept", "Yes"));

        assertThat(Screen.of(browser)).isNotEqualTo(Screen.SIGNED_IN);
        assertThat(browser.page().status()).isLessThan(500);
        assertThat(owner.credentials(PASSKEY)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, PASSKEY})
    void aPageFromBeforeTheOwnerSetUpStoresNoKeyBesideTheApp(String type) {
        TestUser owner = realm.user("parked-" + type);
        BrowserSession thief = passwordAlone(owner, Map.of("kc_action", registration(type)));
        assertThat(Screen.of(thief)).isEqualTo(Screen.PASSKEY_SET_UP);
        owner.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        new SoftKey().register(thief);

        refused(thief);
        assertThat(owner.credentials(type)).isEmpty();
    }

    @Test
    void aPageFromBeforeTheOwnerSetUpStoresNoKeyBesideAnother() {
        TestUser owner = realm.user("parked-beside-key");
        BrowserSession thief = passwordAlone(owner, Map.of("kc_action", "webauthn-register"));
        registered(owner, PASSKEY);

        new SoftKey().register(thief);

        refused(thief);
        assertThat(owner.credentials(KEY)).isEmpty();
    }

    @Test
    void aPageFromBeforeTheOwnerSetUpStoresNoRecoveryCodes() {
        TestUser owner = realm.user("parked-codes");
        BrowserSession thief = passwordAlone(owner, Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES"));
        assertThat(Screen.of(thief)).isEqualTo(Screen.STOCK_RECOVERY_CODES);
        owner.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        thief.submit("#kc-recovery-codes-settings-form", Map.of());

        refused(thief);
        assertThat(owner.credentials(STOCK_CODES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"otp", KEY, PASSKEY})
    void aPageFromBeforeTheOwnerSetUpStoresNoAppBesideIt(String owned) {
        TestUser owner = realm.user("parked-app-" + owned);
        BrowserSession thief = passwordAlone(owner, Map.of("kc_action", "CONFIGURE_TOTP"));
        assertThat(Screen.of(thief)).isEqualTo(Screen.STOCK_SET_UP);
        if (owned.equals("otp")) {
            owner.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        } else {
            registered(owner, owned);
        }

        thief.submit("#kc-totp-settings-form", Map.of("totp", stockCode(thief), "userLabel", "mine"));

        refused(thief);
        assertThat(owner.credentials("otp")).hasSize(owned.equals("otp") ? 1 : 0);
        assertThat(owner.credentials("otp")).noneMatch(row -> "mine".equals(row.label()));
    }

    @Test
    void anImpersonatorChangesNoAddressNotEvenOfAUserWithoutAFactor() {
        TestUser user = realm.user("impersonated-address");
        BrowserSession browser = impersonating(user);

        assertThat(account(browser).change(Map.of("email", "thief@example.org")).statusCode())
                .isEqualTo(400);
        assertThat(email(user)).isEqualTo("impersonated-address@example.org");
    }

    @Test
    void anImpersonatorTakesNothingAway() {
        TestUser owner = realm.user("impersonated");
        registered(owner, PASSKEY);
        TestUser unprotected = realm.user("impersonated-unprotected");
        realm.beforeThePolicy(() -> passwordAlone(unprotected, Map.of("kc_action", "CONFIGURE_RECOVERY_AUTHN_CODES"))
                .submit("#kc-recovery-codes-settings-form", Map.of()));
        for (TestUser user : List.of(owner, unprotected)) {
            BrowserSession browser = impersonating(user);
            String type = user == owner ? PASSKEY : STOCK_CODES;

            assertThat(account(browser).delete(user, type)).as(type).isEqualTo(400);
            assertThat(user.credentials(type)).hasSize(1);
        }
    }

    @Test
    void usersWhoSignedInWithAPasskeyAddAnotherAndDeleteTheFirst() {
        TestUser owner = realm.user("two-passkeys");
        SoftKey first = registered(owner, PASSKEY);
        String id = owner.credentials(PASSKEY).get(0).id();
        SoftKey second = new SoftKey();
        second.register(
                first.use(realm.browser().openLogin(Map.of("kc_action", "webauthn-register-passwordless")), owner));
        assertThat(owner.credentials(PASSKEY)).hasSize(2);

        BrowserSession browser =
                second.use(realm.browser().openLogin(Map.of("kc_action", "delete_credential:" + id)), owner);
        assertThat(browser.submit("form", Map.of("accept", "Yes")).signedIn()).isTrue();
        assertThat(owner.credentials(PASSKEY))
                .hasSize(1)
                .noneMatch(row -> row.id().equals(id));

        AccountRest account = account(byPasskey(owner, second));
        assertThat(account.offersToDelete(PASSKEY)).isTrue();
        realm.server().clock().advance(Duration.ofSeconds(301));
        assertThat(account.delete(owner, PASSKEY)).isEqualTo(400);
        assertThat(account(byPasskey(owner, second)).delete(owner, PASSKEY)).isEqualTo(204);
        assertThat(owner.credentials(PASSKEY)).isEmpty();
    }

    @Test
    void usersWhoHaveNothingRegisterFirstKeysOfBothKindsAndAnAppInOneSignIn() {
        TestUser user = realm.user("newcomer")
                .requiredActions("webauthn-register", "webauthn-register-passwordless", "CONFIGURE_TOTP");
        BrowserSession browser = passwordAlone(user, Map.of());
        for (int i = 0; i < 3; i++) {
            if (Screen.of(browser) == Screen.STOCK_SET_UP) {
                browser.submit("#kc-totp-settings-form", Map.of("totp", stockCode(browser), "userLabel", "mine"));
            } else {
                assertThat(Screen.of(browser)).isEqualTo(Screen.PASSKEY_SET_UP);
                new SoftKey().register(browser);
            }
        }

        assertThat(user.credentials(KEY)).hasSize(1);
        assertThat(user.credentials(PASSKEY)).hasSize(1);
        assertThat(user.credentials("otp")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, PASSKEY})
    void usersWhoGaveTheCodeRegisterAndDeleteAKey(String type) {
        EnrolledUser owner = EnrolledUser.imported(realm, "after-code-" + type);
        BrowserSession browser = passwordAlone(owner.user(), Map.of("kc_action", registration(type)));
        browser.press("verify", Map.of("code", owner.code()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.PASSKEY_SET_UP);

        assertThat(new SoftKey().register(browser).signedIn()).isTrue();
        assertThat(owner.user().credentials(type)).hasSize(1);
        AccountRest account = account(browser);
        assertThat(account.offersToDelete(type)).isTrue();
        assertThat(account.delete(owner.user(), type)).isEqualTo(204);
    }

    /** Users who sign in with the password could not be asked for anything else. */
    @Test
    void aKeyThatNobodyCanBeAskedForMayBeDeletedByItsOwner() {
        realm.configure(Map.of("requiredRoles", "boss", "acceptOtherFactors", "none"));
        TestUser owner = realm.user("not-accepted");
        registered(owner, PASSKEY);
        BrowserSession browser = passwordAlone(owner, Map.of());
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);

        assertThat(account(browser).offersToDelete(PASSKEY)).isTrue();
        assertThat(account(browser.openLogin()).delete(owner, PASSKEY)).isEqualTo(204);
    }

    @Test
    void anAdministratorDeletesAsEver() {
        EnrolledUser owner = EnrolledUser.imported(realm, "by-admin");
        registered(owner.user(), PASSKEY);
        registered(owner.user(), KEY);

        for (String type : List.of(PASSKEY, KEY)) {
            owner.user().deleteCredential(owner.user().credentials(type).get(0).id());
            assertThat(owner.user().credentials(type)).isEmpty();
        }
    }

    @Test
    void whileTheGuardIsOffTheAccountResourceIsStock() {
        TestUser owner = realm.user("stock");
        registered(owner, PASSKEY);
        BrowserSession browser = passwordAlone(owner, Map.of());
        AccountRest account = account(browser);
        realm.switchOff();
        try {
            assertThat(account.offersToDelete(PASSKEY)).isTrue();
            assertThat(account.delete(owner, PASSKEY)).isEqualTo(204);
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
    }

    @Test
    void aSessionThatMayNotChangeAFactorChangesNoAddress() {
        EnrolledUser owner = EnrolledUser.imported(realm, "address");
        BrowserSession before = realm.beforeThePolicy(() -> passwordAlone(owner.user(), Map.of()));
        AccountRest thief = account(before);

        for (String address : List.of("thief@example.org", "")) {
            HttpResponse<String> answer = thief.change(Map.of("email", address));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("two-factor-account-email-proof").contains("\"field\":\"email\"");
            assertThat(email(owner.user())).isEqualTo("address@example.org");
        }
        assertThat(thief.change(Map.of("firstName", "Other")).statusCode()).isEqualTo(204);

        AccountRest account = account(owner.signIn());
        assertThat(account.change(Map.of("email", "own@example.org")).statusCode())
                .isEqualTo(204);
        assertThat(email(owner.user())).isEqualTo("own@example.org");
        realm.server().clock().advance(Duration.ofSeconds(301));
        assertThat(account.change(Map.of("email", "late@example.org")).statusCode())
                .isEqualTo(400);
        assertThat(account.change(Map.of("email", "OWN@example.org")).statusCode())
                .as("the same address")
                .isEqualTo(204);
    }

    @Test
    void usersWhoHaveNoSecondFactorChangeTheirAddressAsEver() {
        TestUser user = realm.user("free-address");

        assertThat(account(passwordAlone(user, Map.of()))
                        .change(Map.of("email", "new@example.org"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(email(user)).isEqualTo("new@example.org");
    }

    private BrowserSession impersonating(TestUser user) {
        BrowserSession browser = realm.browser();
        user.rest().post("/impersonation", Map.of()).headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> !cookie.endsWith("="))
                .forEach(cookie -> browser.plantCookie(
                        cookie.substring(0, cookie.indexOf('=')), cookie.substring(cookie.indexOf('=') + 1)));
        assertThat(browser.openLogin().signedIn()).isTrue();
        return browser;
    }

    private static String email(TestUser user) {
        return user.rest().get("").path("email").asText();
    }

    /** A refusal is a page, of ours or of Keycloak's, and lets nobody in. */
    private static void refused(BrowserSession browser) {
        assertThat(browser.page().status()).as(browser.page().text()).isLessThan(500);
        assertThat(browser.signedIn()).as(browser.page().text()).isFalse();
    }

    /** A code for the key that Keycloak's own page shows. */
    private static String stockCode(BrowserSession browser) {
        return AuthenticatorApp.of(OtpSpec.stock(browser.page().value("totpSecret")))
                .hotp(0);
    }

    private BrowserSession passwordAlone(TestUser user, Map<String, String> more) {
        return realm.browser().open(realm.authUrl("bare", more)).signIn(user.name(), TestRealm.PASSWORD);
    }

    private BrowserSession byPasskey(TestUser user, SoftKey passkey) {
        BrowserSession browser = passkey.use(realm.browser().openLogin(), user);
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        return browser;
    }

    private AccountRest account(BrowserSession browser) {
        boolean bare = browser.page().uri().toString().contains("client_id=bare");
        return new AccountRest(realm, browser.tokens(bare ? "bare" : "app").accessToken());
    }

    /** Registers a key while the guard is off, as somebody did who had one before the policy came. */
    private SoftKey registered(TestUser user, String type) {
        SoftKey key = new SoftKey();
        int before = user.credentials(type).size();
        realm.beforeThePolicy(() -> {
            BrowserSession browser = passwordAlone(user, Map.of("kc_action", registration(type)));
            assertThat(Screen.of(browser)).isEqualTo(Screen.PASSKEY_SET_UP);
            return key.register(browser);
        });
        assertThat(user.credentials(type)).hasSize(before + 1);
        return key;
    }

    private static String registration(String type) {
        return type.equals(KEY) ? "webauthn-register" : "webauthn-register-passwordless";
    }
}
