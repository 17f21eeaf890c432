package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Rule 13: trust until the sign-out ends with every sign-out of its browser, and with no other. */
@Tag("fast")
final class UntilSignOutIT {

    private static final String SERVICE_PROVIDER = "urn:example:leaving";

    @OwnRealm
    private static TestRealm realm;

    @BeforeAll
    static void switchOn() {
        realm.switchOn(Map.of("trustedDevices", "UNTIL_SIGN_OUT"));
        realm.client(
                SERVICE_PROVIDER,
                Map.of(
                        "protocol",
                        "saml",
                        "redirectUris",
                        List.of(realm.callbackUrl()),
                        "attributes",
                        Map.of(
                                "saml.client.signature", "false",
                                "saml.server.signature", "false",
                                "saml.assertion.signature", "false",
                                "saml_single_logout_service_url_redirect", realm.callbackUrl())));
    }

    @Test
    void theSignOutOfASessionThatDidNotUseTheTrust() {
        TrustingPerson person = TrustingPerson.of(realm, "unused");
        BrowserSession browser = unused(person);

        browser.signOut(browser.tokens());

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void theSignOutThatIsConfirmedOnKeycloaksPage() {
        TrustingPerson person = TrustingPerson.of(realm, "confirmed");
        BrowserSession browser = unused(person);

        browser.open(realm.url("/protocol/openid-connect/logout"));
        assertThat(person.after(browser.fork())).isEqualTo(Screen.SIGNED_IN);
        BrowserSession again = unused(person);
        confirm(again.open(realm.url("/protocol/openid-connect/logout")));

        assertThat(again.page().text()).contains("You are logged out");
        assertThat(person.after(again)).isEqualTo(Screen.CODE);
    }

    @Test
    void theSignOutThatComesWhenTheSessionHasExpired() {
        TrustingPerson person = TrustingPerson.of(realm, "expired");
        BrowserSession browser = person.trusted();
        Tokens tokens = browser.tokens();
        realm.server().clock().advance(Duration.ofHours(11));

        browser.signOut(tokens);

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void theSignOutByBeginningASignInAgain() {
        TrustingPerson person = TrustingPerson.of(realm, "restarting");
        BrowserSession browser = unused(person);
        String refresh = browser.tokens().refreshToken();

        browser.openLogin(Map.of("prompt", "login"));
        browser.open(browser.action("").replaceAll("/login-actions/[a-z-]+", "/login-actions/restart"));

        assertThat(realm.refresh(refresh).ok()).isFalse();
        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    /** Keycloak sends no event then. */
    @Test
    void theSignOutWithoutAHintThatComesWhenTheSessionHasExpired() {
        TrustingPerson person = TrustingPerson.of(realm, "expired-no-hint");
        BrowserSession named = person.trusted();
        BrowserSession nameless = person.trusted();
        realm.server().clock().advance(Duration.ofHours(11));

        confirm(named.open(realm.url("/protocol/openid-connect/logout?client_id=app&post_logout_redirect_uri=")
                + URLEncoder.encode(realm.callbackUrl(), StandardCharsets.UTF_8)));
        nameless.open(realm.url("/protocol/openid-connect/logout"));
        assertThat(person.after(nameless.fork())).as("not confirmed").isEqualTo(Screen.SIGNED_IN);
        BrowserSession confirmed = person.trusted();
        realm.server().clock().advance(Duration.ofHours(11));
        confirm(confirmed.open(realm.url("/protocol/openid-connect/logout")));

        assertThat(person.after(named)).isEqualTo(Screen.CODE);
        assertThat(person.after(confirmed)).isEqualTo(Screen.CODE);
    }

    /** Where Keycloak wants to know whether it is meant. */
    private static void confirm(BrowserSession browser) {
        if (browser.leftTo().isEmpty()) {
            assertThat(browser.page().text()).contains("Do you want to log out?");
            browser.submit("form", Map.of("confirmLogout", "Logout"));
        }
    }

    @Test
    void theSignOutFromSaml() {
        TrustingPerson person = TrustingPerson.of(realm, "saml");
        BrowserSession browser = unused(person);

        browser.open(logoutRequest());

        assertThat(browser.leftTo()).get().asString().contains("SAMLResponse=");
        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void theSignOutByTheApplicationOfASessionInWhichACodeWasTyped() {
        TrustingPerson person = TrustingPerson.of(realm, "typed");
        BrowserSession browser = TrustingPerson.endSession(person.trusted());
        browser.openLogin(Map.of("kc_action", "two-factor-setup")).signIn("typed", TestRealm.PASSWORD);
        assertThat(Screen.of(browser)).isEqualTo(Screen.CODE);
        browser.press("verify", Map.of("code", person.person().code()));
        assertThat(Screen.of(browser)).isEqualTo(Screen.ENROLLED);
        browser.press("leave");
        Tokens tokens = browser.tokens();

        realm.browser()
                .post(
                        realm.url("/protocol/openid-connect/logout"),
                        List.of(Map.entry("client_id", "app"), Map.entry("refresh_token", tokens.refreshToken())));

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void everybodyWhoTrustsTheBrowserIsAskedAfterIt() {
        TrustingPerson ann = TrustingPerson.of(realm, "ann");
        TrustingPerson ben = TrustingPerson.of(realm, "ben");
        BrowserSession browser = ben.trust(TrustingPerson.endSession(ann.trusted()));

        browser.signOut(browser.tokens());

        assertThat(ann.after(browser)).isEqualTo(Screen.CODE);
        assertThat(ben.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void aCookieWithTheIdOfSomebodyElsesDeviceForgetsNothing() {
        TrustingPerson victim = TrustingPerson.of(realm, "named");
        TrustingPerson thief = TrustingPerson.of(realm, "naming");
        BrowserSession browser = victim.trusted();
        String cookie = TrustingPerson.cookies(browser).get(0);
        String id = TrustingPerson.token(browser).split("\\.")[0];
        BrowserSession thiefs = thief.person().signIn();
        thiefs.plantCookie(cookie, id + "." + "A".repeat(43));

        thiefs.signOut(thiefs.tokens());

        assertThat(victim.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "keycloak.version",
            matches = "26\\.4\\..*",
            disabledReason = "Tells nobody of sessions that end there")
    void theAccountConsoleEndsAnotherSessionAndNotTheTrustOfItsOwnBrowser() {
        TrustingPerson person = TrustingPerson.of(realm, "console");
        BrowserSession browser = person.trusted();
        Tokens tokens = browser.tokens();
        BrowserSession elsewhere = person.person().signIn();
        String other = elsewhere.tokens().accessClaims().path("sid").asText();

        assertThat(endSession(browser, tokens, other)).isEqualTo(204);
        assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();
        assertThat(person.after(browser.fork())).isEqualTo(Screen.SIGNED_IN);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "keycloak.version",
            matches = "26\\.4\\..*",
            disabledReason = "Tells nobody of sessions that end there")
    void theAccountConsoleEndsItsOwnSession() {
        TrustingPerson person = TrustingPerson.of(realm, "console-own");
        BrowserSession browser = unused(person);
        Tokens tokens = browser.tokens();

        String own = tokens.accessClaims().path("sid").asText();
        assertThat(endSession(browser, tokens, own)).isEqualTo(204);

        assertThat(person.after(browser)).isEqualTo(Screen.CODE);
    }

    @Test
    void theEndOfAnotherBrowsersSessionByAnAdminLeavesTheTrust() {
        TrustingPerson person = TrustingPerson.of(realm, "by-admin");
        BrowserSession browser = person.trusted();
        BrowserSession elsewhere = person.person().signIn();

        realm.rest()
                .delete("/sessions/"
                        + elsewhere.tokens().accessClaims().path("sid").asText());

        assertThat(person.after(browser)).isEqualTo(Screen.SIGNED_IN);
    }

    /** A trusted browser in a session that was begun without its trust, of which the trust knows nothing. */
    private static BrowserSession unused(TrustingPerson person) {
        BrowserSession trusted = person.trusted();
        BrowserSession browser = person.person().signIn();
        assertThat(Screen.of(browser)).isEqualTo(Screen.SIGNED_IN);
        browser.plantCookie(TrustingPerson.cookies(trusted).get(0), TrustingPerson.token(trusted));
        return browser;
    }

    private static int endSession(BrowserSession browser, Tokens tokens, String id) {
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url("/account/sessions/" + id)))
                .header("Authorization", "Bearer " + tokens.accessToken())
                .header("Cookie", cookies)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .DELETE()
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .statusCode();
    }

    /** In the redirect binding (SAML 2.0 Bindings §3.4). */
    private static String logoutRequest() {
        String request = """
                <samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_leaving" Version="2.0"
                 IssueInstant="%s" Destination="%s"
                ><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">%s</saml:Issuer><saml:NameID
                 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">saml</saml:NameID></samlp:LogoutRequest>""".formatted(
                        realm.server().clock().now().truncatedTo(ChronoUnit.SECONDS),
                        realm.url("/protocol/saml"),
                        SERVICE_PROVIDER);
        return realm.url("/protocol/saml?SAMLRequest=" + URLEncoder.encode(deflated(request), StandardCharsets.UTF_8));
    }

    private static String deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, raw)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            raw.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
