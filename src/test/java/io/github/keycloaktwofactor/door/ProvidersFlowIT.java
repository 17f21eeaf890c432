package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.StepUpFlow;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.VirtualAuthenticator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rule 6: a sign-in that one person begins and another, through an identity provider, goes on with. Between the provider's
 * answer and the flow that the realm has for after it Keycloak knows the second person and has noted nothing of the
 * provider, and a browser need not go where it is sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidersFlowIT {

    private static final String BOX = "input[name=trustDevice]";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    private House house;
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        realm = house.realm();
        realm.switchOn(Map.of(
                "requireEveryone", "true", "trustedDevices", "DAYS", "acceptOtherFactors", "webauthn-passwordless"));
        realm.passkeys();
        StepUpFlow.create(realm, "auth-otp-form");
        realm.client("stepping", Map.of());
    }

    @AfterAll
    void tearDown() {
        house.close();
    }

    @Test
    void aStolenDeviceSparesNothingAfterSomebodyElsesPassword() {
        Visitor victim = house.enrolled("owner");
        Visitor thief = house.enrolled("thief");
        BrowserSession owners = victim.password(realm.browser(), "app", Map.of())
                .press("verify", Map.of("code", victim.code(), "trustDevice", "true"));
        assertThat(Screen.of(owners)).isEqualTo(Screen.SIGNED_IN);
        BrowserSession browser = thief.password(realm.browser(), "app", Map.of());
        owners.cookies().entrySet().stream()
                .filter(cookie -> cookie.getKey().startsWith("TWO_FACTOR_DEVICE"))
                .forEach(cookie -> browser.plantCookie(cookie.getKey(), cookie.getValue()));

        leaveProvidersFlow(browser, victim);

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.CODE);
        assertThat(browser.page().text()).doesNotContain("Password accepted");
    }

    @Test
    void somebodyElsesPasswordIsNotTheOneOfWhoeverTheProviderNames() {
        Visitor victim = house.enrolled("named");
        BrowserSession browser = house.enrolled("naming").password(realm.browser(), "app", Map.of());

        provider(browser, victim);

        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.CODE);
        assertThat(browser.page().text()).doesNotContain("Password accepted");
        assertThat(browser.page().has(BOX)).isFalse();
        browser.press("verify", Map.of("code", victim.code()));
        assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    void somebodyElsesPasskeyIsNotTheOneOfWhoeverLeavesTheProvidersFlow() {
        realm.flows().bindBrowser("step-up");
        try {
            Visitor victim = house.visitor("keyed");
            registerPasskey(victim);
            Visitor thief = house.enrolled("keyed-thief");
            Page page = registerPasskey(thief);
            page.navigate(realm.authUrl("app", Map.of("acr_values", "2")));
            page.locator("input[name=code]").waitFor();
            assertThat(Screen.of(page)).isEqualTo(Screen.CODE);
            BrowserSession browser = realm.browser();
            for (Cookie cookie : page.context().cookies()) {
                browser.plantCookie(cookie.name, cookie.value);
            }
            browser.open(page.url());
            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.CODE);

            leaveProvidersFlow(browser, victim);

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.OTHER_FACTOR);
            assertThat(victim.user().sessions()).isEmpty();
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    /** A browser with a passkey of that person's and nothing else. */
    private Page registerPasskey(Visitor visitor) {
        realm.switchOff();
        try {
            Page page = chromium.page();
            VirtualAuthenticator.passkey(page);
            page.navigate(realm.authUrl(House.BARE, Map.of("kc_action", "webauthn-register-passwordless")));
            chromium.signIn(page, visitor.name(), TestRealm.PASSWORD);
            page.onDialog(dialog -> dialog.accept("Key"));
            page.locator("#registerWebAuthn").click();
            chromium.awaitSignedIn(page);
            visitor.user().logoutEverywhere();
            page.context().clearCookies();
            return page;
        } finally {
            realm.enableAction(TestRealm.POLICY, true);
        }
    }

    /** Comes through the provider and goes on with the flow of the sign-in instead of the one for after the provider. */
    private void leaveProvidersFlow(BrowserSession browser, Visitor victim) {
        String form = address(browser);
        provider(browser.avoiding("post-broker-login"), victim);
        browser.open(
                realm.url("/login-actions/authenticate") + form.replaceAll("(session_code|execution)=[^&]*&?", ""));
    }

    private void provider(BrowserSession browser, Visitor victim) {
        browser.open(realm.url("/broker/" + House.PARTNER_WITH_FLOW + "/login")
                + address(browser).replaceAll("execution=[^&]*&?", ""));
        browser.signIn(victim.name(), TestRealm.PASSWORD);
    }

    private static String address(BrowserSession browser) {
        String form = browser.action("verify");
        return form.substring(form.indexOf('?'));
    }
}
