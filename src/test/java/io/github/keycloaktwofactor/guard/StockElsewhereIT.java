package io.github.keycloaktwofactor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 11: a realm that did not switch it on behaves exactly like stock Keycloak, overrides included. Authenticators
 * here count instead of reading a clock: stock reads the machine's, which the test clock does not move.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StockElsewhereIT {

    enum Realm {
        NEVER_SWITCHED_ON,
        SWITCHED_OFF_AGAIN
    }

    private final TestRealm never = KeycloakServer.shared().realm().otpPolicy(30, 6, "HmacSHA1", "hotp", 1);
    private final TestRealm again = KeycloakServer.shared().realm().otpPolicy(30, 6, "HmacSHA1", "hotp", 1);

    StockElsewhereIT() {
        again.switchOn(Map.of("requireEveryone", "true"));
        again.switchOff();
    }

    @AfterAll
    void tearDown() {
        never.close();
        again.close();
    }

    @ParameterizedTest
    @EnumSource
    void theStockFormAsksAndStockKeycloakChecks(Realm kind) {
        TestRealm realm = realm(kind);
        TestUser user = realm.user("form");
        AuthenticatorApp token = user.importOtp(OtpSpec.hotp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0));
        BrowserSession browser = realm.browser().signIn("form", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
        assertThat(browser.page().text()).contains("One-time code").doesNotContain("recovery code");
        // More wrong codes than our wait allows; the realm's brute-force detection is off.
        for (int i = 0; i < 7; i++) {
            browser.submit("#kc-otp-login-form", Map.of("otp", "12345" + i));
            assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
            assertThat(browser.page().text()).contains("Invalid authenticator code.");
        }
        browser.submit("#kc-otp-login-form", Map.of("otp", token.hotp(0)));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(user.credentials("otp")
                        .get(0)
                        .credentialData()
                        .path("counter")
                        .asInt())
                .isEqualTo(1);
        assertThat(realm.events())
                .noneMatch(
                        event -> event.details().keySet().stream().anyMatch(detail -> detail.startsWith("two_factor")));
    }

    @ParameterizedTest
    @EnumSource
    void usersWhoHaveNoSecondFactorSignInByPassword(Realm kind) {
        TestRealm realm = realm(kind);
        realm.user("free");

        BrowserSession browser = realm.browser().signIn("free", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(Screen.of(browser.openLogin(Map.of("prompt", "none")))).isEqualTo(Screen.SIGNED_IN);
        assertThat(realm.directGrant("free", TestRealm.PASSWORD, null).ok()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void thePasswordGrantIsStock(Realm kind) {
        TestRealm realm = realm(kind);
        TestUser user = realm.user("grant");
        AuthenticatorApp token = user.importOtp(OtpSpec.hotp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0));

        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, null).ok()).isFalse();
        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, "000000").ok())
                .isFalse();
        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, token.hotp(0)).ok())
                .isTrue();
        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, token.hotp(0)).ok())
                .isFalse();
        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, token.hotp(1)).ok())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void stockEnrolmentStoresAndSignsIn(Realm kind) {
        TestRealm realm = realm(kind);
        TestUser user = realm.user("enrolling");
        user.requiredActions("CONFIGURE_TOTP");
        BrowserSession browser = realm.browser().signIn("enrolling", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_SET_UP);
        AuthenticatorApp token =
                AuthenticatorApp.of(OtpSpec.stock(browser.page().value("totpSecret")));
        browser.submit("#kc-totp-settings-form", Map.of("totp", token.hotp(0), "userLabel", "Token"));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(user.requiredActions()).isEmpty();
        assertThat(user.credentials("otp"))
                .singleElement()
                .satisfies(stored -> assertThat(stored.label()).isEqualTo("Token"));
        BrowserSession next = realm.browser().signIn("enrolling", TestRealm.PASSWORD);
        assertThat(Screen.of(next.submit("#kc-otp-login-form", Map.of("otp", token.hotp(1)))))
                .isEqualTo(Screen.SIGNED_IN);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondAuthenticatorIsChosenAsInStockKeycloak(Realm kind) {
        TestRealm realm = realm(kind);
        TestUser user = realm.user("two");
        user.importOtp(OtpSpec.hotp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0).label("First"));
        user.importOtp(OtpSpec.hotp("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", 0).label("Second"));

        BrowserSession browser = realm.browser().signIn("two", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
        assertThat(browser.page().text("#kc-otp-login-form")).contains("First", "Second");
    }

    @ParameterizedTest
    @EnumSource
    void ourStepIsTheStockFormToo(Realm kind) {
        TestRealm realm = realm(kind);
        AuthenticatorApp token = realm.user("our-step").importOtp(OtpSpec.hotp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0));
        realm.user("our-step-fresh");
        realm.flows().bindBrowserWithChallenge();
        try {
            BrowserSession browser = realm.browser().signIn("our-step", TestRealm.PASSWORD);
            assertThat(Screen.of(browser)).isEqualTo(Screen.STOCK_CODE);
            assertThat(Screen.of(browser.submit("#kc-otp-login-form", Map.of("otp", token.hotp(0)))))
                    .isEqualTo(Screen.SIGNED_IN);
            assertThat(Screen.of(realm.browser().signIn("our-step-fresh", TestRealm.PASSWORD)))
                    .isEqualTo(Screen.STOCK_SET_UP);
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourActionsNamedInKcActionDoNothing(Realm kind) {
        TestRealm realm = realm(kind);
        realm.user("asking");
        for (String action : new String[] {"two-factor-policy", "two-factor-setup", "two-factor-recovery-codes"}) {
            BrowserSession browser =
                    realm.browser().openLogin(Map.of("kc_action", action)).signIn("asking", TestRealm.PASSWORD);

            assertThat(Screen.of(browser)).as(action).isEqualTo(Screen.SIGNED_IN);
        }
        assertThat(realm.find("asking").credentials()).hasSize(1);
    }

    @Test
    void theRealmsOwnRuleAboutReusedCodesHolds() {
        TestRealm realm = KeycloakServer.shared().realm();
        codesAreReusable(realm, true);
        AuthenticatorApp app = realm.user("reuse").importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        String code = app.code(Instant.now());
        assertThat(realm.directGrant("reuse", TestRealm.PASSWORD, code).ok()).isTrue();
        assertThat(realm.directGrant("reuse", TestRealm.PASSWORD, code).ok()).isTrue();

        codesAreReusable(realm, false);
        assertThat(realm.directGrant("reuse", TestRealm.PASSWORD, code).ok()).isTrue();
        assertThat(realm.directGrant("reuse", TestRealm.PASSWORD, code).ok()).isFalse();
        realm.close();
    }

    /** Keycloak takes the OTP policy as a whole. */
    private static void codesAreReusable(TestRealm realm, boolean reusable) {
        realm.update(Map.of(
                "otpPolicyType", "totp",
                "otpPolicyAlgorithm", "HmacSHA1",
                "otpPolicyDigits", 6,
                "otpPolicyPeriod", 30,
                "otpPolicyLookAheadWindow", 1,
                "otpPolicyInitialCounter", 0,
                "otpPolicyCodeReusable", reusable));
    }

    private TestRealm realm(Realm kind) {
        return switch (kind) {
            case NEVER_SWITCHED_ON -> never;
            case SWITCHED_OFF_AGAIN -> again;
        };
    }
}
