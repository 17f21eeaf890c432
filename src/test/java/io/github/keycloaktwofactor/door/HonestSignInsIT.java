package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.door.Passage.Kind;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OtpSpec;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import io.github.keycloaktwofactor.server.VirtualAuthenticator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rule 15, what entry and exit let pass: users who have done what the guard asks come to the end of every sign-in and every action. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HonestSignInsIT {

    private static final String CONSENTING = "consenting";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @AutoClose
    private House house;

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        realm = house.realm();
        realm.realmRole("boss");
        realm.client(CONSENTING, Map.of("consentRequired", true));
        realm.switchOn(Map.of("requiredRoles", "boss"));
        realm.clearEvents();
    }

    @AfterEach
    void nobodyWasRefused() {
        assertThat(realm.events("LOGIN_ERROR"))
                .noneMatch(event -> List.of("sent-back", "not-passed")
                        .contains(event.details().getOrDefault("two_factor_reason", "")));
    }

    @Test
    void consentIsGivenAfterTheCodeAndOfflineTokensAreRefreshed() {
        Visitor visitor = house.enrolled("consent");
        BrowserSession browser = visitor.password(
                visitor.browser(), CONSENTING, Map.of("scope", "openid offline_access", "prompt", "login consent"));

        browser.press("verify", Map.of("code", visitor.code()));
        assertThat(browser.page().has("#kc-oauth")).isTrue();
        browser.submit("form", Map.of("accept", "Yes"));

        Tokens tokens = browser.tokens(CONSENTING);
        assertThat(tokens.ok()).isTrue();
        assertThat(refresh(tokens).ok()).isTrue();
        assertThat(realm.events("LOGIN")).anyMatch(event -> visitor.user().id().equals(event.userId()));
    }

    @Test
    void consentIsDenied() {
        Visitor visitor = house.visitor("denial");
        BrowserSession browser = visitor.password(visitor.browser(), CONSENTING, Map.of());
        assertThat(browser.page().has("#kc-oauth")).isTrue();

        browser.submit("form", Map.of("cancel", "No"));

        assertThat(browser.callback()).containsEntry("error", "access_denied");
    }

    @Test
    void aDeviceIsApprovedAfterTheCode() {
        Visitor visitor = house.enrolled("device");
        DeviceCode device = DeviceCode.ask(realm);
        BrowserSession browser = visitor.browser().open(device.address()).signIn(visitor.name(), TestRealm.PASSWORD);

        assertThat(Passage.of(browser).type(visitor.code()).kind()).isEqualTo(Kind.LET_IN);

        Tokens tokens = device.tokens();
        assertThat(tokens.ok()).as(tokens.body().toString()).isTrue();
    }

    @Test
    void everyAnswerIsGivenAfterTheCodeAndOthersByTheCookie() {
        for (Answer answer : Answer.values()) {
            Visitor visitor = house.enrolled("answer-" + answer.label());
            Passage asked = answer.walk(visitor);
            assertThat(asked.kind()).isEqualTo(Kind.ASKED);

            assertAnswered(asked.type(visitor.code()));
            assertThat(asked.browser().openLogin().signedIn()).isTrue();
            assertThat(Passage.of(asked.browser().open(SamlRequest.address(realm, House.SAML, "")))
                            .kind())
                    .isEqualTo(Kind.LET_IN);
        }
    }

    private static void assertAnswered(Passage passage) {
        boolean answered = passage.browser().callback().containsKey("code")
                || passage.browser().callback().containsKey("access_token")
                || passage.kind() == Kind.LET_IN;
        assertThat(answered).as(passage.toString()).isTrue();
    }

    @Test
    void whoMustEnrolDoesSoThroughAnIdentityProviderAndIsSignedIn() {
        Visitor visitor = house.visitor("through", "boss");
        Passage setUp = BrowserDoor.BROKER.walk(visitor);
        assertThat(setUp.kind()).isEqualTo(Kind.SET_UP);

        EnrolledUser.confirmed(realm, setUp.browser(), visitor.name());

        assertThat(Screen.of(setUp.browser())).isEqualTo(Screen.SIGNED_IN);
        assertThat(setUp.browser().tokens().ok()).isTrue();
    }

    @Test
    void silentSignInsAreAnsweredAsThePolicySays() {
        Visitor free = house.visitor("silent");
        assertThat(free.browser().openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "login_required");
        BrowserSession browser = free.password(free.browser(), "app", Map.of());
        assertThat(browser.signedIn()).isTrue();
        assertThat(browser.openLogin(Map.of("prompt", "none")).signedIn()).isTrue();

        free.user().grant("boss");

        assertThat(browser.openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "interaction_required");
    }

    @Test
    void keycloaksOwnActionsAreDoneAndCancelled() {
        Visitor free = house.visitor("first-app");
        // By counter, because stock reads the machine's clock and we the server's, which tests move.
        realm.otpPolicy(30, 6, "HmacSHA1", "hotp", 1);
        BrowserSession browser = free.password(free.browser(), House.BARE, Map.of("kc_action", "CONFIGURE_TOTP"));
        String secret = browser.page().value("totpSecret");
        browser.submit(
                "#kc-totp-settings-form",
                Map.of("totp", AuthenticatorApp.of(OtpSpec.stock(secret)).hotp(0), "userLabel", "App"));
        realm.otpPolicy(30, 6, "HmacSHA1", "totp", 1);
        assertThat(browser.callback())
                .containsEntry("kc_action_status", "success")
                .containsKey("code");

        Visitor enrolled = house.enrolled("new-password");
        Map<String, String> asked = Map.of("kc_action", "UPDATE_PASSWORD");
        browser = enrolled.password(enrolled.browser(), House.BARE, asked);
        browser.press("verify", Map.of("code", enrolled.code()));
        browser.post(browser.action(""), List.of(Map.entry("cancel-aia", "true")));
        assertThat(browser.callback())
                .containsEntry("kc_action_status", "cancelled")
                .containsKey("code");

        browser = enrolled.password(enrolled.browser(), House.BARE, asked);
        browser.press("verify", Map.of("code", enrolled.code()));
        ParkedPage.PASSWORD.post(browser);
        assertThat(browser.callback())
                .containsEntry("kc_action_status", "success")
                .containsKey("code");
    }

    @Test
    void whoMustEnrolRegistersAPasskeyAfterTheSetUpAndWhoNeedNotWithoutIt() {
        for (String action : List.of("webauthn-register", "webauthn-register-passwordless")) {
            for (String role : List.of("", "boss")) {
                String name = action + role;
                Page page = chromium.page();
                VirtualAuthenticator.passkey(page);
                realm.user(name, role.isEmpty() ? new String[0] : new String[] {role});
                if (!role.isEmpty()) {
                    BrowserSession first = realm.browser().signIn(name, TestRealm.PASSWORD);
                    EnrolledUser person = EnrolledUser.confirmed(realm, first, name);
                    page.navigate(realm.authUrl(House.BARE, Map.of("kc_action", action)));
                    chromium.signIn(page, name, TestRealm.PASSWORD);
                    page.locator("input[name=code]").fill(person.code());
                    page.locator("button[name=do][value=verify]").click();
                } else {
                    page.navigate(realm.authUrl(House.BARE, Map.of("kc_action", action)));
                    chromium.signIn(page, name, TestRealm.PASSWORD);
                }
                page.onDialog(dialog -> dialog.accept("Key"));
                page.locator("#registerWebAuthn").waitFor();
                page.waitForLoadState();
                page.locator("#registerWebAuthn").click();
                chromium.awaitSignedIn(page);
                assertThat(page.url()).contains("kc_action_status=success");
            }
        }
    }

    private Tokens refresh(Tokens tokens) {
        return realm.token(
                Map.of("grant_type", "refresh_token", "client_id", CONSENTING, "refresh_token", tokens.refreshToken()));
    }
}
