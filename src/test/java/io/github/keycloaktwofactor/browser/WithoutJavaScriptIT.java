package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main journey in a browser that runs no scripts. */
final class WithoutJavaScriptIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm = SERVER.realm();
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theWholeJourneyWorks(String theme) throws IOException {
        String name = "plain-" + theme.replace(".", "-");
        realm.loginTheme(theme).user(name, "staff");
        Person person = openLogin();

        chromium.signIn(person.page(), name, TestRealm.PASSWORD);
        person.arrivesAt("Two-factor authentication").reads("Step 1", "Step 2");
        assertThat(person.button("Copy")).hasCount(0);
        AuthenticatorApp app = AuthenticatorApp.ofUri(
                QrScanner.scan(chromium.shot(person.page(), "without-javascript/" + theme + "-setup")));
        person.type("6-digit code", app.wrong(SERVER.clock().now()))
                .press("Confirm and enable")
                .reads("That code did not match");
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

    private List<String> codes(Person person) throws IOException {
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
        Person withCode = openLogin();
        chromium.signIn(withCode.page(), name, TestRealm.PASSWORD);
        withCode.arrivesAt("Two-factor verification");
        assertThat(withCode.field("Authenticator code")).isFocused();
        withCode.type("Authenticator code", app.code(SERVER.clock().now())).press("Verify and sign in");
        chromium.awaitSignedIn(withCode.page());

        Person withRecoveryCode = openLogin();
        chromium.signIn(withRecoveryCode.page(), name, TestRealm.PASSWORD);
        withRecoveryCode
                .press("Lost your phone? Use a recovery code")
                .arrivesAt("Use a recovery code")
                .type("Recovery code", codes.get(0))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code")
                .press("Continue");
        chromium.awaitSignedIn(withRecoveryCode.page());
    }

    private Person openLogin() {
        Page page = chromium.page(ChromiumOptions.standard().withoutJavaScript());
        return new Person(page).open(realm.authUrl("app", Map.of()));
    }
}
