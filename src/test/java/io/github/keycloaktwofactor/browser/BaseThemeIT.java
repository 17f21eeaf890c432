package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages below a login theme that brings no style of its own, as many custom themes are made. */
@Tag("browser")
@Tag("pictures")
final class BaseThemeIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.loginTheme("base").realmRole("staff").switchOn(Map.of("requiredRoles", "staff"));
        realm.user("alice", "staff");
    }

    @Test
    void theWholeJourneyWorks() {
        Page page = chromium.page();
        Camera camera = new Camera(chromium, page, "base", List.of(SERVER.baseUrl() + "/", realm.callbackUrl()));
        PageReader person = new PageReader(page).open(realm.authUrl("app", Map.of()));
        assumeThat(page.content()).as("the realm can use the theme base").contains("/login/base/");

        chromium.signIn(page, "alice", TestRealm.PASSWORD);
        person.arrivesAt("Two-factor authentication");
        camera.glance("enrolment");
        AuthenticatorApp app = person.scans();
        person.type("6-digit code", app.code(SERVER.clock().now())).press("Confirm and enable");
        person.arrivesAt("Recovery codes").press("Copy all codes").reads("8 codes copied");
        camera.glance("recovery-codes");
        person.press("Continue")
                .reads("Confirm that you have saved your recovery codes before you continue.")
                .tick("I have saved these codes somewhere safe")
                .press("Continue");
        chromium.awaitSignedIn(page);

        SERVER.clock().advance(Duration.ofSeconds(30));
        person.open(realm.authUrl("app", Map.of("prompt", "login")));
        page.locator("#password").fill(TestRealm.PASSWORD);
        page.locator("#kc-login").click();
        person.arrivesAt("Two-factor verification");
        assertThat(person.field("Authenticator code")).isFocused();
        camera.glance("challenge");
        person.type("Authenticator code", app.wrong(SERVER.clock().now()))
                .press("Verify and sign in")
                .reads("That code did not match");
        camera.glance("challenge-wrong-code");
        person.type("Authenticator code", app.code(SERVER.clock().now())).press("Verify and sign in");
        chromium.awaitSignedIn(page);

        assertThat(camera.elsewhere()).isEmpty();
        assertThat(camera.refused())
                .as("base names an icon that it does not have")
                .allMatch(refused -> refused.endsWith("/img/favicon.ico"));
    }
}
