package io.github.keycloaktwofactor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trusted devices as a person sees them in a real browser: the box, the list, and the word about what was removed. */
@Tag("browser")
@Tag("pictures")
final class TrustedDeviceScreensIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of("displayName", "Acme"))
                .realmRole("staff")
                .languages("en", "de")
                .switchOn(Map.of("requiredRoles", "staff", "trustedDevices", "UNTIL_SIGN_OUT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aPersonTicksTheBoxIsSparedAndForgetsTheDeviceAgain(String theme) {
        realm.loginTheme(theme);
        Enrolled alice = Enrolled.saving(realm, "alice-" + theme.replace(".", "-"), "staff");
        Page page = chromium.page();
        Camera camera = new Camera(chromium, page, theme, List.of(SERVER.baseUrl() + "/", realm.callbackUrl()));
        PageReader person =
                new PageReader(page).open(realm.authUrl("app", Map.of())).signIn(alice.name(), TestRealm.PASSWORD);

        person.arrivesAt("Two-factor verification")
                .reads("Don't ask again on this device until I sign out", "Only on a device that you alone use.");
        camera.look("trust");
        person.tick("Don't ask again on this device until I sign out");
        person.type("Authenticator code", code(alice)).press("Verify and sign in");
        chromium.awaitSignedIn(page);

        elsewhere(alice, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0");
        elsewhere(alice, "\"><svg onload=alert(1)>");
        person.open(realm.authUrl("app", Map.of("prompt", "login")))
                .type("Password", TestRealm.PASSWORD)
                .press("Sign In");
        chromium.awaitSignedIn(page);
        person.open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")));
        person.arrivesAt("Two-factor verification").doesNotRead("Don't ask again");
        person.type("Authenticator code", code(alice)).press("Verify and sign in");
        person.arrivesAt("Two-factor authentication")
                .reads("Trusted devices", "This device", "Firefox on Windows", "Remove all trusted devices");
        camera.look("devices");

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove Firefox on Windows"))
                .click();
        person.reads("Removed. That device will be asked for a code at its next sign-in.");
        person.doesNotRead("Firefox on Windows");
        camera.look("device-removed");
        person.press("Remove all trusted devices").doesNotRead("Trusted devices");
        camera.look("devices-none");
        assertThat(realm.find(alice.name()).credentials("two-factor-trusted-device"))
                .isEmpty();
        assertThat(chromium.complaints()).isEmpty();
        assertThat(camera.elsewhere()).isEmpty();
    }

    private static String code(Enrolled person) {
        SERVER.clock().advance(Duration.ofSeconds(30));
        return person.app().code(SERVER.clock().now());
    }

    private void elsewhere(Enrolled person, String userAgent) {
        BrowserSession browser = realm.browser().userAgent(userAgent);
        browser.signIn(person.name(), TestRealm.PASSWORD);
        browser.press("verify", Map.of("code", code(person), "trustDevice", "true"));
        assertThat(browser.signedIn()).isTrue();
    }
}
