package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole journeys with the keyboard alone, the focus always to be seen, and at what went wrong. */
@Tag("browser")
@Tag("pictures")
final class KeyboardIT {

    private static final int MOST_TABS = 25;
    private static final KeycloakServer SERVER = KeycloakServer.shared();

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.realmRole("staff").switchOn(Map.of("requiredRoles", "staff", "trustedDevices", "DAYS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void theWholeJourneyWorks(String theme) {
        String name = "keys-" + theme.replace(".", "-");
        realm.loginTheme(theme).user(name, "staff");

        PageReader person = openLogin();
        typeIn(person.page(), name, "Tab", TestRealm.PASSWORD, "Enter");
        AuthenticatorApp app = setsUp(person);
        List<String> codes = savesTheCodes(person);
        chromium.awaitSignedIn(person.page());

        SERVER.clock().advance(Duration.ofSeconds(30));
        signsInWithACode(name, app);
        signsInWithARecoveryCode(name, codes.get(7));
        goesBackToTheStart(name);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void everythingOnTheCardWorks() {
        realm.loginTheme("keycloak.v2");
        Enrolled owner = Enrolled.saving(realm, "keys-card", "staff");
        realm.find(owner.name()).revoke("staff");
        PageReader person =
                new PageReader(chromium.page()).open(realm.authUrl("app", Map.of("kc_action", "two-factor-setup")));
        typeIn(person.page(), owner.name(), "Tab", TestRealm.PASSWORD, "Enter");
        person.arrivesAt("Two-factor verification");
        typeIn(person.page(), owner.app().code(SERVER.clock().awaitStepStart(30)));
        tabTo(person, person.box("Don't ask again on this device for 30 days"));
        typeIn(person.page(), "Space", "Enter");

        person.arrivesAt("Two-factor authentication");
        presses(person, person.page().locator("[value=remove-device]"));
        person.reads("Removed. That device will be asked for a code at its next sign-in.");
        regenerates(person);
        replaces(person);
        disables(person);
        presses(person, person.button("Back to application"));
        chromium.awaitSignedIn(person.page());
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void regenerates(PageReader person) {
        presses(person, person.button("Regenerate recovery codes"));
        person.arrivesAt("Regenerate recovery codes");
        presses(person, person.button("Keep my current codes"));
        person.reads("8 of 8 recovery codes left");
        presses(person, person.button("Regenerate recovery codes"));
        person.arrivesAt("Regenerate recovery codes");
        presses(person, person.button("Generate new codes"));

        person.reads("New recovery codes are ready. Your old codes no longer work.");
        tabTo(person, person.link("PDF"));
        Download pdf =
                person.page().waitForDownload(() -> person.page().keyboard().press("Enter"));
        assertThat(pdf.suggestedFilename()).endsWith(".pdf");
        tabTo(person, person.box("I have saved these codes somewhere safe"));
        typeIn(person.page(), "Space", "Enter");
        person.arrivesAt("Two-factor authentication");
    }

    private static void replaces(PageReader person) {
        presses(person, person.button("Replace authenticator app"));
        person.arrivesAt("Replace authenticator app");
        AuthenticatorApp app = person.scans();
        tabTo(person, person.field("6-digit code"));
        typeIn(person.page(), app.wrong(SERVER.clock().now()), "Enter");
        person.reads("That code did not match");
        assertThat(person.field("6-digit code")).isFocused();
        typeIn(person.page(), app.code(SERVER.clock().now()), "Enter");
        person.reads("Your new authenticator app is active. The old one no longer works.");
    }

    private static void disables(PageReader person) {
        Locator password = person.page().locator("#two-factor-password");
        presses(person, person.page().locator("#two-factor-disable summary"));
        tabTo(person, password);
        typeIn(person.page(), "not the password", "Enter");

        person.reads("Password did not match. Two-factor remains enabled.");
        assertThat(password).isFocused();
        assertThat(password).isInViewport();
        assertThat(password).hasAttribute("aria-invalid", "true");
        assertThat(password).hasAccessibleDescription("Password did not match. Two-factor remains enabled.");
        typeIn(person.page(), TestRealm.PASSWORD);
        presses(person, person.button("Disable two-factor"));
        person.reads("Not configured");
    }

    private static void presses(PageReader person, Locator button) {
        tabTo(person, button);
        person.page().keyboard().press("Enter");
    }

    private AuthenticatorApp setsUp(PageReader person) {
        person.arrivesAt("Two-factor authentication");
        AuthenticatorApp app = person.scans();
        tabTo(person, person.link("Set up on this device"));
        tabTo(person, person.button("Copy"));
        tabTo(person, person.field("6-digit code"));
        typeIn(person.page(), app.wrong(SERVER.clock().now()), "Enter");

        person.reads("That code did not match");
        assertThat(person.field("6-digit code")).isFocused();
        assertThat(person.field("6-digit code")).hasAttribute("aria-invalid", "true");
        assertThat(person.field("6-digit code")).hasAccessibleDescription(Pattern.compile("^That code did not match"));
        typeIn(person.page(), app.code(SERVER.clock().now()));
        tabTo(person, person.button("Confirm and enable"));
        person.page().keyboard().press("Space");
        return app;
    }

    private static List<String> savesTheCodes(PageReader person) {
        person.arrivesAt("Recovery codes");
        List<String> codes = person.page().locator("ol code").allInnerTexts();
        tabTo(person, person.link("Download (.txt)"));
        tabTo(person, person.button("Print"));
        tabTo(person, person.button("Copy all codes"));
        person.page().keyboard().press("Enter");
        person.reads("8 codes copied");
        assertThat(person.button("Copy all codes")).isFocused();
        tabTo(person, person.link("PDF"));
        tabTo(person, person.button("Continue"));
        person.page().keyboard().press("Enter");

        person.reads("Confirm that you have saved your recovery codes before you continue.");
        Locator saved = person.box("I have saved these codes somewhere safe");
        assertThat(saved).isFocused();
        assertThat(saved).hasAttribute("aria-invalid", "true");
        assertThat(saved)
                .hasAccessibleDescription("Confirm that you have saved your recovery codes before you continue.");
        typeIn(person.page(), "Space", "Enter");
        return codes;
    }

    private void signsInWithACode(String name, AuthenticatorApp app) {
        PageReader person = openLogin();
        typeIn(person.page(), name, "Tab", TestRealm.PASSWORD, "Enter");
        person.arrivesAt("Two-factor verification");
        assertThat(person.field("Authenticator code")).isFocused();
        typeIn(person.page(), app.wrong(SERVER.clock().now()), "Enter");

        person.reads("That code did not match");
        assertThat(person.field("Authenticator code")).isFocused();
        assertThat(person.field("Authenticator code")).hasAttribute("aria-invalid", "true");
        assertThat(person.field("Authenticator code"))
                .hasAccessibleDescription(Pattern.compile("^That code did not match"));
        typeIn(person.page(), app.code(SERVER.clock().now()), "Enter");
        chromium.awaitSignedIn(person.page());
    }

    private void signsInWithARecoveryCode(String name, String code) {
        PageReader person = openLogin();
        typeIn(person.page(), name, "Tab", TestRealm.PASSWORD, "Enter");
        person.arrivesAt("Two-factor verification");
        tabTo(person, person.button("Lost your phone? Use a recovery code"));
        person.page().keyboard().press("Enter");

        person.arrivesAt("Use a recovery code");
        assertThat(person.field("Recovery code")).isFocused();
        typeIn(person.page(), code, "Enter");

        person.arrivesAt("You signed in with a recovery code");
        tabTo(person, person.button("Continue"));
        person.page().keyboard().press("Enter");
        chromium.awaitSignedIn(person.page());
    }

    private void goesBackToTheStart(String name) {
        PageReader person = openLogin();
        typeIn(person.page(), name, "Tab", TestRealm.PASSWORD, "Enter");
        person.arrivesAt("Two-factor verification");
        tabTo(person, person.button("Sign in as a different user"));
        person.page().keyboard().press("Space");
        assertThat(person.page().locator("#username")).isFocused();
    }

    private PageReader openLogin() {
        return new PageReader(chromium.page()).open(realm.authUrl("app", Map.of()));
    }

    /** Types texts and presses keys where the focus is. */
    private static void typeIn(Page page, String... typed) {
        for (String text : typed) {
            if (List.of("Tab", "Enter", "Space").contains(text)) {
                page.keyboard().press(text);
            } else {
                // A page that is only just there may not have given the focus yet.
                page.waitForFunction("() => document.activeElement instanceof HTMLInputElement");
                page.keyboard().type(text);
            }
        }
    }

    /** Presses Tab until the focus is there; where it is must be seen on the way. */
    private static void tabTo(PageReader person, Locator there) {
        for (int i = 0; i < MOST_TABS; i++) {
            person.page().keyboard().press("Tab");
            assertThat(person.page().evaluate("""
                    () => {
                      const focused = document.activeElement;
                      const style = getComputedStyle(focused);
                      return !focused.closest(".two-factor")
                        || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
                    }""")).as("the focus is seen").isEqualTo(true);
            if (Boolean.TRUE.equals(there.evaluate("element => element === document.activeElement"))) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + there);
    }
}
