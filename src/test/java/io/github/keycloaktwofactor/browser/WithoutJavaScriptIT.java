package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole journeys in a browser that runs no scripts. */
@Tag("browser")
@Tag("pictures")
final class WithoutJavaScriptIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff")
                .switchOn(Map.of("requiredRoles", "staff", "methodStep", "ALWAYS", "trustedDevices", "DAYS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theWholeJourneyWorks(String theme) throws IOException {
        String name = "plain-" + theme.replace(".", "-");
        realm.loginTheme(theme).user(name, "staff");
        PageReader person = openLogin();

        chromium.signIn(person.page(), name, TestRealm.PASSWORD);
        person.arrivesAt("Choose a method")
                .press("Get started")
                .arrivesAt("Two-factor authentication")
                .reads("Step 1 of 3: get an app", "Step 3 of 3: type the code");
        assertThat(person.button("Copy")).hasCount(0);
        AuthenticatorApp app = AuthenticatorApp.ofUri(
                QrScanner.scan(chromium.shot(person.page(), "without-javascript/" + theme + "-setup")));
        person.type("6-digit code", app.wrong(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("That code did not match")
                .press("Set up on this device")
                .reads("Opens your authenticator app or password manager. Nothing happened? Copy the key instead.");
        person.type("6-digit code", app.code(SERVER.clock().now())).press("Confirm and enable");

        List<String> codes = codes(person);
        person.press("Continue")
                .reads("Confirm that you have saved your recovery codes before you continue.")
                .tick("I have saved these codes somewhere safe")
                .press("Continue");
        chromium.awaitSignedIn(person.page());

        signsInAgain(name, app, codes);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void everythingOnTheCardWorks() throws IOException {
        realm.loginTheme("keycloak.v2").user("plain-card");
        PageReader person = open(Map.of("kc_action", "two-factor-setup"));
        chromium.signIn(person.page(), "plain-card", TestRealm.PASSWORD);
        person.reads("Not configured")
                .press("Enable two-factor")
                .arrivesAt("Choose a method")
                .press("Get started")
                .reads("Pending confirmation")
                .press("Set up on this device");
        AuthenticatorApp first = person.scans();
        person.type("6-digit code", first.code(SERVER.clock().now())).press("Confirm and enable");
        savesTheCodes(person);
        person.reads("Two-factor authentication is now active.", "8 of 8 recovery codes left")
                .press("Sign out and test it now");

        chromium.signIn(person.page(), "plain-card", TestRealm.PASSWORD);
        person.tick("Don't ask again on this device for 30 days");
        person.type("Authenticator code", first.code(SERVER.clock().awaitStepStart(30)))
                .press("Verify and sign in");
        person.reads("Trusted devices", "This device");
        person.page().locator("[value=remove-device]").click();
        person.reads("Removed. That device will be asked for a code at its next sign-in.")
                .press("Regenerate recovery codes")
                .press("Generate new codes");
        savesTheCodes(person);
        person.reads("New recovery codes are ready. Your old codes no longer work.")
                .press("Replace authenticator app");
        person.press("Set up on this device");
        person.type("6-digit code", person.scans().code(SERVER.clock().now()))
                .press("Replace authenticator app")
                .reads("Your new authenticator app is active. The old one no longer works.");

        person.page().locator("#two-factor-disable summary").click();
        person.page().locator("#two-factor-password").fill("not the password");
        person.press("Disable two-factor").reads("Password did not match. Two-factor remains enabled.");
        assertThat(person.page().locator("#two-factor-password")).isFocused();
        person.page().locator("#two-factor-password").fill(TestRealm.PASSWORD);
        person.press("Disable two-factor").reads("Not configured").press("Back to application");
        chromium.awaitSignedIn(person.page());
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void savesTheCodes(PageReader person) throws IOException {
        Download pdf = person.page().waitForDownload(() -> person.link("PDF").click());
        assertThat(PdfText.of(pdf.path()))
                .contains(person.page().locator("ol code").allInnerTexts());
        person.tick("I have saved these codes somewhere safe").press("Continue");
    }

    private List<String> codes(PageReader person) throws IOException {
        person.arrivesAt("Recovery codes").reads("Save these recovery codes — shown ONCE");
        assertThat(person.button("Copy all codes")).hasCount(0);
        assertThat(person.button("Print")).hasCount(0);
        Download file = person.page()
                .waitForDownload(() -> person.link("Download (.txt)").click());
        List<String> codes = person.page().locator("ol code").allInnerTexts();
        assertThat(Files.readString(file.path())).contains(codes);
        return codes;
    }

    private void signsInAgain(String name, AuthenticatorApp app, List<String> codes) {
        SERVER.clock().advance(Duration.ofSeconds(30));
        PageReader withCode = openLogin();
        chromium.signIn(withCode.page(), name, TestRealm.PASSWORD);
        withCode.arrivesAt("Two-factor verification");
        assertThat(withCode.field("Authenticator code")).isFocused();
        withCode.type("Authenticator code", app.code(SERVER.clock().now())).press("Verify and sign in");
        chromium.awaitSignedIn(withCode.page());

        PageReader withRecoveryCode = openLogin();
        chromium.signIn(withRecoveryCode.page(), name, TestRealm.PASSWORD);
        withRecoveryCode
                .press("Lost your phone? Use a recovery code")
                .arrivesAt("Use a recovery code")
                .type("Recovery code", codes.get(0))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code")
                .press("Set up a new authenticator app")
                .arrivesAt("Replace authenticator app")
                .press("Set up on this device");
        withRecoveryCode
                .type(
                        "6-digit code",
                        withRecoveryCode.scans().code(SERVER.clock().now()))
                .press("Replace authenticator app")
                .reads("Your new authenticator app is active. The old one no longer works.")
                .press("Continue");
        chromium.awaitSignedIn(withRecoveryCode.page());
    }

    private PageReader openLogin() {
        return open(Map.of());
    }

    private PageReader open(Map<String, String> more) {
        Page page = chromium.page(ChromiumOptions.standard().withoutJavaScript());
        return new PageReader(page).open(realm.authUrl("app", more));
    }
}
