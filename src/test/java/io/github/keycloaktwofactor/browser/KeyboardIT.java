package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main journey with the keyboard alone, the focus always to be seen. */
final class KeyboardIT {

    private static final int MOST_TABS = 25;
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
    void theWholeJourneyWorks(String theme) {
        String name = "keys-" + theme.replace(".", "-");
        realm.loginTheme(theme).user(name, "staff");

        Person person = openLogin();
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

    private AuthenticatorApp setsUp(Person person) {
        person.arrivesAt("Two-factor authentication");
        AuthenticatorApp app = person.scans();
        tabTo(person, person.link("Set up on this device"));
        tabTo(person, person.button("Copy"));
        tabTo(person, person.field("6-digit code"));
        typeIn(person.page(), app.wrong(SERVER.clock().now()), "Enter");

        person.reads("That code did not match");
        assertThat(person.field("6-digit code")).isFocused();
        typeIn(person.page(), app.code(SERVER.clock().now()));
        tabTo(person, person.button("Confirm and enable"));
        person.page().keyboard().press("Space");
        return app;
    }

    private static List<String> savesTheCodes(Person person) {
        person.arrivesAt("Recovery codes");
        List<String> codes = person.page().locator("ol code").allInnerTexts();
        tabTo(person, person.button("Copy all codes"));
        person.page().keyboard().press("Enter");
        person.reads("8 codes copied");
        assertThat(person.button("Copy all codes")).isFocused();
        tabTo(person, person.link("Download (.txt)"));
        tabTo(person, person.button("Print"));
        tabTo(person, person.button("Continue"));
        person.page().keyboard().press("Enter");

        person.reads("Confirm that you have saved your recovery codes before you continue.");
        assertThat(person.box("I have saved these codes somewhere safe")).isFocused();
        typeIn(person.page(), "Space", "Enter");
        return codes;
    }

    private void signsInWithACode(String name, AuthenticatorApp app) {
        Person person = openLogin();
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
        Person person = openLogin();
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
        Person person = openLogin();
        typeIn(person.page(), name, "Tab", TestRealm.PASSWORD, "Enter");
        person.arrivesAt("Two-factor verification");
        tabTo(person, person.button("Sign in as a different user"));
        person.page().keyboard().press("Space");
        assertThat(person.page().locator("#username")).isFocused();
    }

    private Person openLogin() {
        return new Person(chromium.page()).open(realm.authUrl("app", Map.of()));
    }

    /** Types texts and presses keys where the focus is. */
    private static void typeIn(Page page, String... typed) {
        for (String text : typed) {
            if (List.of("Tab", "Enter", "Space").contains(text)) {
                page.keyboard().press(text);
            } else {
                page.keyboard().type(text);
            }
        }
    }

    /** Presses Tab until the focus is there; where it is must be seen on the way. */
    private static void tabTo(Person person, Locator there) {
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
