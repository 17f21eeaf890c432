package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The card through a person's eyes, in each of its states and wherever its buttons lead: light and dark, wide and narrow,
 * in {@code target/screenshots}. It is walked in the language of source 003.
 */
@Tag("browser")
@Tag("pictures")
final class CardScreensIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final String PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    private static final String LAPTOP =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0";

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of("displayName", "Acme")).realmRole("staff");
        realm.switchOn(settings(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void fromNotConfiguredToEnabledAndBack(String theme) {
        configure(Map.of());
        PageReader person = open(theme, "alice");
        Camera camera = camera(person.page(), theme);
        person.arrivesAt("Two-factor authentication")
                .reads("Authenticator app (TOTP)", "Not configured")
                .press("Enable two-factor")
                .reads("Pending confirmation");
        AuthenticatorApp app = person.scans();
        person.type("6-digit code", app.code(SERVER.clock().now()))
                .press("Confirm and enable")
                .tick("I have saved these codes somewhere safe")
                .press("Continue")
                .arrivesAt("Two-factor authentication")
                .reads("Enabled", "Two-factor authentication is now active.", "8 of 8 recovery codes left");
        assertThat(person.button("Sign out and test it now")).isVisible();
        assertThat(person.field("Current password")).isHidden();
        camera.look("card-enabled-now");

        person.press("Regenerate recovery codes")
                .reads("Generate new recovery codes? Old codes will stop working immediately.");
        person.press("Keep my current codes").reads("Enabled");
        camera.lookTwice("card-enabled");
        person.page().locator("#two-factor-activity summary").click();
        camera.look("card-activity");

        person.press("Replace authenticator app")
                .arrivesAt("Replace authenticator app")
                .reads("Your current app keeps working until you confirm the new one."
                        + " Your recovery codes stay the same.");
        camera.look("replace");
        person.type("6-digit code", person.scans().code(SERVER.clock().now()))
                .press("Replace authenticator app")
                .reads("Your new authenticator app is active. The old one no longer works.");
        camera.look("card-replaced");

        person.page().locator("#two-factor-disable summary").click();
        person.reads("Turning this off removes the second sign-in step and makes your account easier to compromise."
                + " We strongly recommend leaving it on.");
        camera.look("card-disable");
        assertThat(person.page().locator("#two-factor-password")).hasAttribute("type", "password");
        person.page().locator("#two-factor-password").fill("not the password");
        person.press("Disable two-factor").reads("Password did not match. Two-factor remains enabled.");
        assertThat(person.page().locator("#two-factor-password")).isFocused();
        camera.look("card-disable-wrong-password");
        person.page().locator("#two-factor-password").fill(TestRealm.PASSWORD);
        person.press("Disable two-factor")
                .reads(
                        "Not configured",
                        "Two-factor authentication is now off. Your account is protected by your password only.");
        camera.look("card-disabled");
        person.press("Back to application");
        chromium.awaitSignedIn(person.page());
        clean(camera);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void whatTheOrganisationHasToSay(String theme) {
        configure(Map.of("recoveryCodeCount", "2", "disableConfirmation", "PASSWORD_AND_CODE"));
        realm.loginTheme(theme);
        String name = name("bob", theme);
        Enrolled bob = Enrolled.saving(realm, name, "staff");
        afterRecovery(theme, bob);
        PageReader person = signIn(theme, bob);
        Camera camera = camera(person.page(), theme);
        person.reads(
                "Your organisation requires two-factor authentication for your account.",
                "You're running low on recovery codes: 1 left. Generate a new set and save it.");
        person.page().locator("#two-factor-disable summary").click();
        camera.look("card-low-codes");

        configure(Map.of("disableConfirmation", "EITHER"));
        person.page().reload();
        person.page().locator("#two-factor-disable summary").click();
        camera.look("card-disable-either");

        configure(Map.of("disableWhenRequired", "FORBID"));
        person.page().reload();
        person.reads("Your organisation has made two-factor authentication mandatory, so it can't be disabled here."
                + " You can replace your authenticator app instead.");
        assertThat(person.page().locator("#two-factor-disable summary")).hasCount(0);
        camera.look("card-cannot-disable");

        realm.find(name)
                .credentials("two-factor-recovery-codes")
                .forEach(set -> realm.find(name).deleteCredential(set.id()));
        person.page().reload();
        person.reads(
                "Your password or how you sign in was changed after you started here, or you were signed out everywhere,"
                        + " so this sign-in has ended."
                        + " Sign in again.");
        clean(camera);

        PageReader again = signIn(theme, bob);
        Camera another = camera(again.page(), theme);
        again.reads("You have no recovery codes. Without them, losing your phone means losing access.");
        another.look("card-no-codes");
        clean(another);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theDevices(String theme) {
        configure(Map.of("trustedDevices", "DAYS"));
        realm.loginTheme(theme);
        Enrolled carol = Enrolled.saving(realm, name("carol", theme), "staff");
        Page phone = chromium.page();
        phone.setExtraHTTPHeaders(Map.of("User-Agent", PHONE));
        trusts(phone, carol);
        Page page = chromium.page();
        page.setExtraHTTPHeaders(Map.of("User-Agent", LAPTOP));
        Camera camera = camera(page, theme);
        PageReader person = new PageReader(page).open(page());
        chromium.signIn(page, carol.name(), TestRealm.PASSWORD);
        person.arrivesAt("Two-factor verification").reads("Don't ask again on this device for 30 days");
        camera.look("challenge-trust");
        trusts(person, carol);

        person.arrivesAt("Two-factor authentication").reads("Trusted devices", "This device");
        assertThat(person.button("Remove Mobile Safari on iOS")).isVisible();
        camera.look("card-devices");
        person.press("Remove Mobile Safari on iOS")
                .reads("Removed. That device will be asked for a code at its next sign-in.");
        clean(camera);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void fromTheRight(String theme) {
        try (TestRealm arabic = SERVER.realm()) {
            arabic.update(Map.of("displayName", "Acme"))
                    .realmRole("staff")
                    .languages("en", "ar")
                    .loginTheme(theme)
                    .switchOn(settings(Map.of("trustedDevices", "DAYS")));
            arabic.user("dana", "staff");
            Page page = chromium.page(ChromiumOptions.standard().locale("ar"));
            Camera camera = camera(page, theme);
            page.navigate(arabic.authUrl("app", Map.of("kc_action", "two-factor-setup")));
            chromium.signIn(page, "dana", TestRealm.PASSWORD);
            assertThat(page.locator(".two-factor")).hasCSS("direction", "rtl");
            camera.look("enrolment-ar");
            AuthenticatorApp app =
                    AuthenticatorApp.ofUri(page.locator("a[href^=otpauth]").getAttribute("href"));
            page.locator("#two-factor-code").fill(app.code(SERVER.clock().now()));
            press(page, "confirm");
            camera.look("recovery-codes-ar");
            page.locator("#two-factor-saved").check();
            press(page, "continue");

            page.navigate(arabic.authUrl("app", Map.of("kc_action", "two-factor-setup")));
            chromium.signIn(page, "dana", TestRealm.PASSWORD);
            page.locator("#two-factor-code").fill(app.wrong(SERVER.clock().awaitStepStart(30)));
            press(page, "verify");
            camera.look("challenge-ar");
            page.locator("#two-factor-trust").check();
            page.locator("#two-factor-code").fill(app.code(SERVER.clock().now()));
            press(page, "verify");
            page.locator("#two-factor-disable summary").click();
            camera.look("card-ar");
            clean(camera);
        }
    }

    /** Uses two of the codes, of which then one is left and none. */
    private void afterRecovery(String theme, Enrolled person) {
        PageReader low = recovers(person, 0)
                .reads("You're running low on recovery codes: 1 left. Generate a new set and save it.");
        camera(low.page(), theme).look("after-recovery-low");
        low.press("Continue");
        chromium.awaitSignedIn(low.page());
    }

    private PageReader recovers(Enrolled enrolled, int code) {
        PageReader person = new PageReader(chromium.page()).open(realm.authUrl("app", Map.of()));
        chromium.signIn(person.page(), enrolled.name(), TestRealm.PASSWORD);
        return person.press("Lost your phone? Use a recovery code")
                .type("Recovery code", enrolled.codes().get(code))
                .press("Use recovery code")
                .arrivesAt("You signed in with a recovery code");
    }

    private void trusts(Page page, Enrolled enrolled) {
        PageReader person = new PageReader(page).open(realm.authUrl("app", Map.of()));
        chromium.signIn(page, enrolled.name(), TestRealm.PASSWORD);
        trusts(person, enrolled);
        chromium.awaitSignedIn(page);
    }

    private static void trusts(PageReader person, Enrolled enrolled) {
        person.tick("Don't ask again on this device for 30 days");
        person.type("Authenticator code", enrolled.app().code(SERVER.clock().awaitStepStart(30)))
                .press("Verify and sign in");
    }

    private static void press(Page page, String button) {
        page.locator("[name=do][value=" + button + "]").click();
    }

    /** One realm serves both themes; the documentation's pictures have the plain name. */
    private static String name(String name, String theme) {
        return theme.equals("keycloak.v2") ? name : name + "-" + theme;
    }

    private PageReader open(String theme, String name) {
        realm.loginTheme(theme);
        String user = name(name, theme);
        realm.user(user);
        PageReader person = new PageReader(chromium.page()).open(page());
        chromium.signIn(person.page(), user, TestRealm.PASSWORD);
        return person;
    }

    private PageReader signIn(String theme, Enrolled enrolled) {
        realm.loginTheme(theme);
        PageReader person = new PageReader(chromium.page()).open(page());
        chromium.signIn(person.page(), enrolled.name(), TestRealm.PASSWORD);
        return person.type(
                        "Authenticator code", enrolled.app().code(SERVER.clock().awaitStepStart(30)))
                .press("Verify and sign in")
                .arrivesAt("Two-factor authentication");
    }

    private static String page() {
        return realm.authUrl("app", Map.of("kc_action", "two-factor-setup"));
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("requiredRoles", "staff"));
        settings.putAll(more);
        return settings;
    }

    private static void configure(Map<String, String> more) {
        assertThat(realm.configure(settings(more)).ok()).isTrue();
    }

    private Camera camera(Page page, String theme) {
        return new Camera(chromium, page, theme, List.of(SERVER.baseUrl() + "/", realm.callbackUrl()));
    }

    private void clean(Camera camera) {
        assertThat(chromium.complaints()).as("complaints on the console").isEmpty();
        assertThat(camera.refused()).as("requests that failed").isEmpty();
        assertThat(camera.elsewhere()).as("requests to other hosts").isEmpty();
    }
}
