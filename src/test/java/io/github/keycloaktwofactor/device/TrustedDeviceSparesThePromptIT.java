package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.EnrolledUser;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 13: a trusted device only spares the prompt. It never counts for enrolling or changing, never shows as
 * {@code mfa}, and is forgotten at sign-out, an admin's sign-out, password change, any two-factor change, recovery-code
 * use and reset.
 */
final class TrustedDeviceSparesThePromptIT {

    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm = KeycloakServer.shared().realm().switchOn(Map.of("trustedDevices", "DAYS"));
        realm.realmRole("admin").realmRole("payroll");
        realm.client("bare", Map.of());
        realm.flows().bindPasswordOnly("bare");
    }

    @BeforeEach
    void policy() {
        Forgetting.configure(realm, Map.of());
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDeviceIsForgottenForGood(Forgetting way) {
        TrustingPerson person =
                TrustingPerson.of(realm, "forgotten-" + way.name().toLowerCase(Locale.ROOT));
        BrowserSession browser = person.trusted();

        way.happen(person, browser);
        // A policy that is off has nobody to ask, so there the browser is looked at only when it is on again.
        if (way != Forgetting.GUARD_OFF_AND_ON_AGAIN && way != Forgetting.POLICY_OFF_AND_ON_AGAIN) {
            assertThat(person.after(browser.fork())).isEqualTo(Screen.CODE);
        }
        way.undo(person);

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void aRecoveryCodeForgetsEveryDeviceOfItsOwner() {
        TrustingPerson person = TrustingPerson.of(realm, "recovery");
        List<String> codes = Forgetting.makeCodes(person.person().signIn());
        BrowserSession laptop = person.trusted();
        BrowserSession desk = person.trusted();
        BrowserSession elsewhere = person.password(realm.browser()).press("recovery");

        assertThat(elsewhere.page().has("input[name=trustDevice]")).isFalse();
        elsewhere.press("verify", Map.of("code", codes.get(0), "trustDevice", "true"));

        assertThat(TrustingPerson.cookies(elsewhere)).isEmpty();
        assertThat(person.after(laptop)).isEqualTo(Screen.CODE);
        assertThat(person.after(desk)).isEqualTo(Screen.CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNTIL_SIGN_OUT", "DAYS"})
    void aSessionThatRunsOutForgetsNothing(String mode) {
        Forgetting.configure(realm, Map.of("trustedDevices", mode));
        TrustingPerson person = TrustingPerson.of(realm, "ran-out-" + mode.toLowerCase(Locale.ROOT));
        BrowserSession browser = person.trusted();

        for (int days = 0; days < 3; days++) {
            realm.server().clock().advance(Duration.ofDays(9));
            assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
        }
        realm.server().clock().advance(Duration.ofDays(9));

        // Since the code 36 days have passed, since the last sign-in 9.
        assertThat(person.after(browser)).isEqualTo(mode.equals("DAYS") ? Screen.CODE : Screen.SIGNED_IN);
    }

    @Test
    void theSignOutOfOneBrowserLeavesTheOther() {
        TrustingPerson person = TrustingPerson.of(realm, "two-browsers");
        BrowserSession laptop = person.trusted();
        BrowserSession desk = person.trusted();

        laptop.signOut(laptop.tokens());

        assertThat(person.after(laptop)).isEqualTo(Screen.CODE);
        assertThat(person.after(desk)).isEqualTo(Screen.SIGNED_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kc_action=two-factor-setup",
                "kc_action=two-factor-recovery-codes",
                "kc_action=CONFIGURE_TOTP",
                "kc_action=UPDATE_PASSWORD",
                "kc_action=delete_credential"
            })
    void usersWhoWereSparedAreAskedBeforeAChange(String parameter) {
        String action = parameter.substring(parameter.indexOf('=') + 1);
        realm.register("delete_credential");
        TrustingPerson person = TrustingPerson.of(realm, "change-" + action.toLowerCase(Locale.ROOT));
        BrowserSession browser = person.trusted();
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);

        assertThat(Screen.of(browser.fork().openLogin(Map.of("kc_action", action))))
                .isEqualTo(Screen.CODE);
        BrowserSession fresh = TrustingPerson.endSession(browser);
        fresh.openLogin(Map.of("kc_action", action)).signIn(person.person().name(), TestRealm.PASSWORD);
        assertThat(Screen.of(fresh)).isEqualTo(Screen.CODE);
        fresh.press("verify", Map.of("code", person.person().code()));
        assertThat(Screen.of(fresh)).isNotEqualTo(Screen.CODE);
    }

    @Test
    void aPendingActionThatAddsAFactorIsNotMetByUsersWhoWereSpared() {
        TrustingPerson person = TrustingPerson.of(realm, "pending");
        BrowserSession browser = person.trusted();
        person.person().user().requiredActions("CONFIGURE_TOTP");

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void tokensNeverSayThatASecondFactorWasUsed() {
        realm.rest()
                .post(
                        "/clients/" + realm.clientUuid("app") + "/protocol-mappers/models",
                        Map.of(
                                "name", "amr",
                                "protocol", "openid-connect",
                                "protocolMapper", "oidc-amr-mapper",
                                "config", Map.of("id.token.claim", "true", "access.token.claim", "true")));
        realm.flows().create("with-references", "auth-username-password-form", "auth-otp-form");
        reference("with-references", "auth-username-password-form", "pwd");
        reference("with-references", "auth-otp-form", "otp");
        realm.flows().bindBrowser("with-references");
        try {
            TrustingPerson person = TrustingPerson.of(realm, "claims");
            BrowserSession browser = person.trusted();
            assertThat(amr(browser.tokens())).containsExactlyInAnyOrder("pwd", "otp");

            assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);

            Tokens spared = browser.tokens();
            assertThat(amr(spared)).containsExactly("pwd");
            assertThat(spared.idClaims().toString()).doesNotContain("mfa");
            assertThat(realm.refresh(spared.refreshToken()).ok()).isTrue();
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    @Test
    void whatIsNotAPlainSignInByPasswordIsAskedInATrustedBrowserToo() {
        TrustingPerson person = TrustingPerson.of(realm, "grant");
        BrowserSession browser = person.trusted();
        String name = TrustingPerson.cookies(browser).get(0);
        BrowserSession script = person.holding(name, browser.cookies().get(name));

        script.post(
                realm.url("/protocol/openid-connect/token"),
                List.of(
                        Map.entry("grant_type", "password"),
                        Map.entry("client_id", "app"),
                        Map.entry("username", person.person().name()),
                        Map.entry("password", TestRealm.PASSWORD)));

        assertThat(script.page().text()).contains("invalid_grant");
    }

    @Test
    void promptLoginIsAPlainSignIn() {
        TrustingPerson person = TrustingPerson.of(realm, "prompt");
        BrowserSession browser = person.trusted();

        browser.openLogin(Map.of("prompt", "login")).signIn(person.person().name(), TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void wrongCodesElsewhereDoNotMakeATrustedBrowserWait() {
        TrustingPerson person = TrustingPerson.of(realm, "counter");
        BrowserSession browser = person.trusted();
        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
        for (int i = 0; i < 6; i++) {
            person.password(realm.browser())
                    .press("verify", Map.of("code", person.person().wrongCode()));
        }
        assertThat(person.password(realm.browser()).page().text()).contains("You can try again in");

        browser.openLogin(Map.of("kc_action", "two-factor-setup"));
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(browser.page().text()).doesNotContain("You can try again in");
        String code = person.person().app().code(realm.server().clock().now(), 1);
        browser.press("verify", Map.of("code", code));

        assertThat(Screen.of(browser)).isEqualTo(Screen.ENROLLED);
        assertThat(person.password(realm.browser()).page().text()).contains("You can try again in");
        // The step was claimed for everybody.
        realm.server().clock().advance(Duration.ofSeconds(31));
        realm.clearEvents();
        person.password(realm.browser()).press("verify", Map.of("code", code));
        assertThat(realm.events("LOGIN_ERROR"))
                .extracting(event -> event.detail("two_factor_reason"))
                .containsExactly("used");
    }

    @Test
    void aTrustedBrowserWaitsForItsOwnWrongCodes() {
        TrustingPerson person = TrustingPerson.of(realm, "own-counter");
        BrowserSession browser = asked(person, person.trusted());
        for (int i = 0; i < 6; i++) {
            browser.press("verify", Map.of("code", person.person().wrongCode()));
        }

        assertThat(browser.page().text()).contains("You can try again in");
        assertThat(person.password(realm.browser()).page().text()).doesNotContain("You can try again in");
    }

    @Test
    void theCardOfATrustedBrowserSpeaksOfTheCountOnWhichItsCodeWasCounted() {
        Forgetting.configure(realm, Map.of("disableConfirmation", "CODE"));
        TrustingPerson person = TrustingPerson.of(realm, "card-counter");
        BrowserSession card = asked(person, person.trusted())
                .press("verify", Map.of("code", person.person().code()));
        BrowserSession elsewhere = person.password(realm.browser());
        for (int i = 0; i < 6; i++) {
            elsewhere.press("verify", Map.of("code", person.person().wrongCode()));
        }
        assertThat(elsewhere.page().text()).contains("You can try again in");

        Map<String, String> wrong = Map.of("code", person.person().wrongCode());
        assertThat(card.press("disable", wrong).page().text())
                .contains("That code did not match. Two-factor remains enabled.")
                .doesNotContain("You can try again in");
        for (int i = 1; i < 6; i++) {
            card.press("disable", wrong);
        }
        realm.server().clock().advance(Duration.ofSeconds(29));

        assertThat(card.press("disable", wrong).page().text()).contains("You can try again in");
        assertThat(person.person().user().credentials("otp")).hasSize(1);
    }

    @Test
    void aTrustedBrowserDoesNotWaitForWrongCodesInAnother() {
        Forgetting.configure(realm, Map.of("waitSeconds", "3600"));
        TrustingPerson person = TrustingPerson.of(realm, "counted-again");
        BrowserSession first = asked(person, person.trusted());
        for (int i = 0; i < 6; i++) {
            first.press("verify", Map.of("code", person.person().wrongCode()));
        }
        assertThat(first.page().text()).contains("You can try again in");

        BrowserSession second = asked(person, person.trusted());

        assertThat(second.page().text()).doesNotContain("You can try again in");
        second.press("verify", Map.of("code", person.person().code()));
        assertThat(Screen.of(second)).isEqualTo(Screen.ENROLLED);
    }

    @Test
    void excludedRolesAreNeitherOfferedNorSpared() {
        EnrolledUser admin = EnrolledUser.enrolled(realm, "chief", "admin");
        BrowserSession browser = realm.browser().signIn("chief", TestRealm.PASSWORD);

        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        assertThat(browser.page().has("input[name=trustDevice]")).isFalse();
        browser.press("verify", Map.of("code", admin.code(), "trustDevice", "true"));

        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        assertThat(TrustingPerson.cookies(browser)).isEmpty();
        assertThat(admin.user().credentials("two-factor-trusted-device")).isEmpty();
    }

    /** A trusted browser on the code page, which only a change leads to. */
    private static BrowserSession asked(TrustingPerson person, BrowserSession browser) {
        TrustingPerson.endSession(browser).openLogin(Map.of("kc_action", "two-factor-setup"));
        browser.signIn(person.person().name(), TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        return browser;
    }

    private static List<String> amr(Tokens tokens) {
        JsonNode amr = tokens.idClaims().path("amr");
        return java.util.stream.StreamSupport.stream(amr.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void reference(String flow, String authenticator, String value) {
        for (JsonNode execution : realm.rest().get("/authentication/flows/" + flow + "/executions")) {
            if (execution.path("providerId").asText().equals(authenticator)) {
                realm.rest()
                        .post(
                                "/authentication/executions/"
                                        + execution.path("id").asText() + "/config",
                                Map.of(
                                        "alias",
                                        value,
                                        "config",
                                        Map.of("default.reference.value", value, "default.reference.maxAge", "3600")));
            }
        }
    }
}
