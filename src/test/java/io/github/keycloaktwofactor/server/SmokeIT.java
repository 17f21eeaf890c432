package io.github.keycloaktwofactor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The harness itself: a realm that did not switch two-factor on, and a password. */
@Tag("browser")
@Tag("postgres")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SmokeIT {
    @RegisterExtension
    final Chromium chromium = new Chromium();

    @OwnRealm
    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm.realmRole("boss").clientRole("app", "manager").composite("chief", "boss", "app/manager");
        realm.group("staff", "boss").subgroup("staff", "night", "app/manager");
        realm.user("alice", "chief").join("staff/night");
    }

    @Test
    void aNewRealmIsOfferedOurActionsAndHasNoneOfThem() {
        assertThat(realm.rest()
                        .get("/authentication/unregistered-required-actions")
                        .findValuesAsText("providerId"))
                .contains(TestRealm.POLICY, "two-factor-setup");
    }

    @Test
    void aPasswordSignsInWithoutABrowserEngine() {
        BrowserSession browser = realm.browser().signIn("alice", TestRealm.PASSWORD);

        assertThat(browser.signedIn()).isTrue();
        Tokens tokens = browser.tokens();
        assertThat(tokens.accessClaims().path("preferred_username").asText()).isEqualTo("alice");
        assertThat(tokens.accessClaims().path("realm_access").toString()).contains("boss", "chief");
        assertThat(realm.awaitEvent("LOGIN", event -> true).userId())
                .isEqualTo(realm.find("alice").id());
        assertThat(realm.refresh(tokens.refreshToken()).ok()).isTrue();
        assertThat(browser.openLogin(Map.of("prompt", "none")).signedIn()).isTrue();
        assertThat(browser.signOut(tokens).openLogin(Map.of("prompt", "none")).callback())
                .containsEntry("error", "login_required");
    }

    @Test
    void aWrongPasswordStaysOnTheFormAndIsKeptAsAnEvent() {
        BrowserSession browser = realm.browser().signIn("alice", "wrong");

        assertThat(browser.signedIn()).isFalse();
        assertThat(browser.page().has("#kc-form-login")).isTrue();
        assertThat(realm.awaitEvent("LOGIN_ERROR", event -> true).error()).isEqualTo("invalid_user_credentials");
    }

    @Test
    void aPasswordSignsInInChromium() {
        Page page = chromium.page(ChromiumOptions.standard().dark().narrow());
        page.navigate(realm.authUrl("app", Map.of()));
        byte[] picture = chromium.shot(page, "stock-login-dark-narrow");
        chromium.signIn(page, "alice", TestRealm.PASSWORD);

        chromium.awaitSignedIn(page);
        assertThat(chromium.signedIn(page)).isTrue();
        assertThat(page.title()).isEqualTo("Signed in");
        assertThat(picture).isNotEmpty();
        assertThat(Path.of(System.getProperty("target.dir", "target"), "screenshots/stock-login-dark-narrow.png"))
                .exists();
    }

    @Test
    void chromiumWorksWithoutJavaScriptAndWithAVirtualAuthenticator() {
        Page page = chromium.page(ChromiumOptions.standard().withoutJavaScript().locale("de-DE"));
        page.navigate(realm.authUrl("app", Map.of()));
        chromium.shot(page, "stock-login-without-javascript");
        chromium.signIn(page, "alice", TestRealm.PASSWORD);
        chromium.awaitSignedIn(page);

        assertThat(VirtualAuthenticator.passkey(chromium.page()).credentials()).isZero();
    }

    @Test
    void aPasskeySignsInByTheStockFlow() {
        realm.passkeys().user("frank");
        Page page = chromium.page();
        VirtualAuthenticator authenticator = VirtualAuthenticator.passkey(page);
        page.onDialog(dialog -> dialog.accept("Passkey"));
        page.navigate(realm.authUrl("app", Map.of("kc_action", "webauthn-register-passwordless")));
        chromium.signIn(page, "frank", TestRealm.PASSWORD);
        page.locator("#registerWebAuthn").click();
        chromium.awaitSignedIn(page);
        assertThat(authenticator.credentials()).isOne();

        page.context().clearCookies();
        page.navigate(realm.authUrl("app", Map.of()));
        chromium.awaitSignedIn(page);
        assertThat(realm.find("frank").credentials("webauthn-passwordless")).hasSize(1);
    }

    @Test
    void aFlowWithOurStepIsBuilt() {
        try (TestRealm other = realm.server().realm()) {
            other.flows().bindBrowserWithChallenge();
            other.user("gina");

            assertThat(other.browser().signIn("gina", TestRealm.PASSWORD).page().status())
                    .isLessThan(500);
        }
    }

    @Test
    void theClockOfTheServerCanBeMoved() {
        ServerTime clock = realm.server().clock();
        Instant before = clock.now();
        clock.advance(Duration.ofSeconds(3));

        assertThat(Duration.between(before, clock.now())).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));
        assertThat(clock.awaitStepStart(30).getEpochSecond() % 30).isLessThan(5);
    }

    @Test
    void anImportedOtpCredentialOpensTheStockForm() {
        TestUser bob = realm.user("bob");
        AuthenticatorApp app = bob.importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

        BrowserSession browser = realm.browser().signIn("bob", TestRealm.PASSWORD);
        assertThat(browser.page().has("#kc-otp-login-form")).isTrue();
        browser.submit("#kc-otp-login-form", Map.of("otp", app.wrong(Instant.now())));
        assertThat(browser.signedIn()).isFalse();
        List<Boolean> signedIn = Together.run(
                4,
                i -> browser.fork()
                        .submit("#kc-otp-login-form", Map.of("otp", app.code(Instant.now())))
                        .signedIn());
        // Stock Keycloak lets more than one of them in at times.
        assertThat(signedIn).hasSize(4).contains(true);
        assertThat(bob.credentials("otp"))
                .singleElement()
                .satisfies(c -> assertThat(
                                c.credentialData().path("secretEncoding").asText())
                        .isEqualTo("BASE32"));
    }

    @Test
    void aStockOtpCredentialIsReadAsStockStoresItByThePasswordGrant() {
        TestUser carol = realm.user("carol");
        AuthenticatorApp app = carol.importOtp(OtpSpec.stock("aB3cD4eF5gH6iJ7kL8mN"));

        assertThat(realm.directGrant("carol", TestRealm.PASSWORD, null).ok()).isFalse();
        assertThat(realm.directGrant("carol", TestRealm.PASSWORD, app.code(Instant.now()))
                        .ok())
                .isTrue();
    }

    @Test
    void aClientCanHaveAFlowOfItsOwn() {
        realm.client("bare", Map.of()).user("dave").importOtp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        realm.flows().bindPasswordOnly("bare");
        BrowserSession browser = realm.browser().open(realm.authUrl("bare", Map.of()));

        assertThat(browser.signIn("dave", TestRealm.PASSWORD).tokens("bare").ok())
                .isTrue();
    }

    @Test
    void theServerOnPostgresqlCommitsDurably() throws SQLException {
        KeycloakServer server = KeycloakServer.onPostgres();
        try (TestRealm other = server.realm();
                Connection connection = server.jdbc();
                Statement statement = connection.createStatement()) {
            TestUser erin = other.user("erin");
            assertThat(other.browser().signIn("erin", TestRealm.PASSWORD).signedIn())
                    .isTrue();
            assertThat(text(statement, "show fsync")).isEqualTo("on");
            assertThat(text(statement, "show synchronous_commit")).isEqualTo("on");
            assertThat(text(statement, "select username from user_entity where id = '" + erin.id() + "'"))
                    .isEqualTo("erin");
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    @Test
    void theAuthenticatorAppAgreesWithTheRfc() {
        // RFC 6238 appendix B, SHA-1, 8 digits.
        AuthenticatorApp app = AuthenticatorApp.ofUri("otpauth://totp/Acme%20Ltd:a%2Bb%3Ac@example.org"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme%20Ltd&digits=8");

        assertThat(app.code(Instant.ofEpochSecond(59))).isEqualTo("94287082");
        assertThat(app.code(Instant.ofEpochSecond(1111111109L))).isEqualTo("07081804");
        assertThat(app.code(Instant.ofEpochSecond(20000000000L))).isEqualTo("65353130");
        assertThat(app.account()).isEqualTo("a+b:c@example.org");
        assertThat(app.issuer()).isEqualTo("Acme Ltd");
    }
}
