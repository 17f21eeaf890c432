package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.StepUpFlow;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.VirtualAuthenticator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rule 6: a sign-in that one person begins and another, through an identity provider, goes on with. Between the provider's
 * answer and the flow that the realm has for after it Keycloak knows the second person and has noted nothing of the
 * provider, and a browser need not go where it is sent.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidersFlowIT {

    private static final String BOX = "input[name=trustDevice]";

    /** A provider after which a key is asked for, and nothing else. */
    private static final String PARTNER_WITH_KEY = "partner-with-key";

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @AutoClose
    private House house;

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        realm = house.realm();
        realm.switchOn(Map.of(
                "requireEveryone",
                "true",
                "trustedDevices",
                "DAYS",
                "acceptOtherFactors",
                "webauthn##webauthn-passwordless"));
        realm.passkeys();
        StepUpFlow.create(realm, "auth-otp-form");
        realm.flows().create("key-after-broker", "webauthn-authenticator");
        house.identityProvider(PARTNER_WITH_KEY, "key-after-broker");
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
    void somebodyElsesPasswordIsNotTheOneOfTheUserWhomTheProviderNames() {
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
    void somebodyElsesPasskeyIsNotTheOneOfTheUserWhoLeavesTheProvidersFlow() {
        realm.flows().bindBrowser("step-up");
        try {
            Visitor victim = house.visitor("keyed");
            registerKey(victim, true);
            Visitor thief = house.enrolled("keyed-thief");
            Page page = registerKey(thief, true);
            page.navigate(realm.authUrl("app", Map.of("acr_values", "2")));
            page.locator("input[name=code]").waitFor();
            assertThat(Screen.of(page)).isEqualTo(Screen.CODE);
            BrowserSession browser = withCookiesOf(page);
            browser.open(page.url());
            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.CODE);

            leaveProvidersFlow(browser, victim);

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.OTHER_FACTOR);
            assertThat(victim.user().sessions()).isEmpty();
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    /** Keycloak leaves a step of the provider's flow passed for the user who comes through the provider next. */
    @Test
    void aKeyThatSomebodyElseUsedInTheProvidersFlowIsNotTheOneOfTheUserWhoComesNext() {
        realm.flows().bindBrowserWithSecurityKey();
        try {
            Visitor victim = linked(house.visitor("next"));
            victim.user().importKey("webauthn");
            Visitor thief = linked(house.visitor("first"));
            Page page = registerKey(thief, false);
            String after = keyUsedAtProvider(page, thief);
            BrowserSession browser = withCookiesOf(page);

            browser.open(realm.url("/broker/" + PARTNER_WITH_KEY + "/login") + after);
            browser.signIn(victim.name(), TestRealm.PASSWORD);

            assertThat(Screen.of(browser)).as(browser.page().text()).isEqualTo(Screen.OTHER_FACTOR);
            assertThat(victim.user().sessions()).isEmpty();
        } finally {
            realm.flows().bindStockBrowser();
        }
    }

    @Test
    void aKeyThatSomebodyUsesInTheProvidersFlowIsTheirSecondFactor() {
        Visitor owner = linked(house.visitor("key-owner"));
        Page page = registerKey(owner, false);

        atProvider(page, owner);
        page.locator("#authenticateWebAuthnButton").click();

        chromium.awaitSignedIn(page);
        assertThat(realm.awaitEvent("LOGIN", event -> owner.user().id().equals(event.userId()))
                        .detail("two_factor"))
                .isEqualTo("webauthn");
    }

    /** Comes through the provider, uses the key, and stays where it is: what follows the address that Keycloak sends it to. */
    private String keyUsedAtProvider(Page page, Visitor visitor) {
        atProvider(page, visitor);
        AtomicReference<String> sentTo = new AtomicReference<>("");
        page.route(Pattern.compile(".*/login-actions/post-broker-login.*"), route -> {
            APIResponse answer = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
            String to = answer.headers().getOrDefault("location", "");
            if (to.contains("after-post-broker-login")) {
                sentTo.set(to);
                route.fulfill(new Route.FulfillOptions().setStatus(200).setBody("stayed"));
            } else {
                route.fulfill(new Route.FulfillOptions().setResponse(answer));
            }
        });
        page.locator("#authenticateWebAuthnButton").click();
        page.getByText("stayed").waitFor();
        return sentTo.get().substring(sentTo.get().indexOf('?'));
    }

    private void atProvider(Page page, Visitor visitor) {
        page.navigate(realm.authUrl("app", Map.of()));
        page.locator("#social-" + PARTNER_WITH_KEY).click();
        chromium.signIn(page, visitor.name(), TestRealm.PASSWORD);
        page.locator("#authenticateWebAuthnButton").waitFor();
    }

    private Visitor linked(Visitor visitor) {
        String there = house.partner().find(visitor.name()).id();
        visitor.user()
                .rest()
                .post("/federated-identity/" + PARTNER_WITH_KEY, Map.of("userId", there, "userName", visitor.name()));
        return visitor;
    }

    /** What the browser holds for the realm, and nothing of the provider's. */
    private BrowserSession withCookiesOf(Page page) {
        BrowserSession browser = realm.browser();
        page.context().cookies().stream()
                .filter(cookie -> cookie.path.contains("/" + realm.name() + "/"))
                .forEach(cookie -> browser.plantCookie(cookie.name, cookie.value));
        return browser;
    }

    /** A browser with a key of that person's and nothing else. */
    private Page registerKey(Visitor visitor, boolean passwordless) {
        realm.switchOff();
        try {
            Page page = chromium.page();
            String action = passwordless ? "webauthn-register-passwordless" : "webauthn-register";
            if (passwordless) {
                VirtualAuthenticator.passkey(page);
            } else {
                VirtualAuthenticator.securityKey(page);
            }
            page.navigate(realm.authUrl(House.BARE, Map.of("kc_action", action)));
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
