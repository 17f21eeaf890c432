package io.github.keycloaktwofactor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.BoundingBox;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on which users are made to set up two-factor, measured as it is drawn. */
@Tag("browser")
@Tag("pictures")
final class SetupInOneLookIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final int WIDE = 1280;
    private static final int LOW = 720;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int MOST_WORDS = 110;

    @OwnRealm
    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void switchOn() {
        realm.update(Map.of(
                        "displayName",
                        "Acme",
                        "internationalizationEnabled",
                        true,
                        "supportedLocales",
                        List.of("en", "de", "ar")))
                .realmRole("staff");
        realm.switchOn(Map.of(
                "requiredRoles",
                "staff",
                "supportText",
                "Acme Service Desk: +44 20 7946 0000, servicedesk@acme.example (Mon–Fri 8–18).",
                "supportUrl",
                "https://help.acme.example/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void qrCodeKeyAndFieldAreSeenTogether(String theme) {
        Page page = setUp(theme, ChromiumOptions.standard().size(WIDE, LOW));
        chromium.shot(page, theme + "/one-look-" + WIDE);
        areSeenTogether(page, theme);

        page.reload();
        new PageReader(page)
                .reads("This is a new QR code. Two entries for Acme in your app? Use the newest and delete the other.");
        chromium.shot(page, theme + "/one-look-fresh-" + WIDE);
        areSeenTogether(page, theme + " with one more notice");
    }

    private static void areSeenTogether(Page page, String theme) {
        for (String part : List.of(".two-factor-qr", "#two-factor-key", "#two-factor-code")) {
            BoundingBox box = box(page.locator(part));
            assertThat(box.y).as("top of %s in %s", part, theme).isGreaterThanOrEqualTo(0);
            assertThat(box.y + box.height).as("bottom of %s in %s", part, theme).isLessThanOrEqualTo(LOW);
        }
        assertThat(page.evaluate("() => scrollY")).isEqualTo(0);
        assertThat(page.locator("#login-select-toggle, #kc-locale").first().isVisible())
                .as("the language menu")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aPhoneNeedsOneAndAHalfScreensAndComesToItsOwnAppFirst(String theme) {
        Page page = setUp(theme, ChromiumOptions.standard().size(PHONE_WIDTH, PHONE_HEIGHT));
        chromium.shot(page, theme + "/one-look-" + PHONE_WIDTH);

        Object height = page.evaluate("() => document.documentElement.scrollHeight");
        assertThat((Integer) height).isLessThanOrEqualTo(PHONE_HEIGHT * 3 / 2);
        BoundingBox link = box(page.locator("[data-two-factor-app]"));
        BoundingBox key = box(page.locator("#two-factor-key"));
        BoundingBox field = box(page.locator("#two-factor-code"));
        assertThat(link.y + link.height).isLessThan(key.y).isLessThan(PHONE_HEIGHT);
        assertThat(field.y - (key.y + key.height))
                .as("from the key to the field")
                .isLessThan(200);
        assertThat(page.locator(".two-factor-qr").isVisible()).isFalse();

        page.getByText("Use another device").click();
        assertThat(page.locator(".two-factor-qr").isVisible()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void fewWordsStandBeforeTheFirstCode(String theme) {
        Page page = setUp(theme, ChromiumOptions.standard().size(WIDE, LOW));

        // What only a screen reader says is no word that stands there.
        page.addStyleTag(new Page.AddStyleTagOptions().setContent(".two-factor-unseen { display: none !important }"));
        String text = page.locator("h1").first().innerText() + " "
                + page.locator(".two-factor").innerText();
        assertThat(text.trim().split("\\s+")).hasSizeLessThanOrEqualTo(MOST_WORDS);
        assertThat(text)
                .contains("Step 1 of 3: get an app", "Step 2 of 3: add Acme", "Step 3 of 3: type the code")
                .contains("Scan this QR code with the app.")
                .contains("It takes two minutes.")
                .doesNotContain("TOTP", "Pending confirmation", "Don't delete", "Don't keep a picture");
        assertThat(page.locator(".two-factor-badge").count()).isZero();
        assertThat(page.locator("[name=endSessions]").count()).isZero();
    }

    @Test
    void whoeverComesBackFromTheAppIsAtTheFieldAndTheKeyIsKept() {
        Page page = setUp("keycloak.v2", ChromiumOptions.standard().size(PHONE_WIDTH, PHONE_HEIGHT));
        Locator app = page.locator("[data-two-factor-app]");
        String key = app.getAttribute("href");
        // No browser here has an app to open.
        app.evaluate("link => link.addEventListener('click', event => event.preventDefault())");

        Response noted = page.waitForResponse(response -> response.url().contains("/two-factor/device"), app::click);
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");

        assertThat(noted.status()).isEqualTo(204);
        assertThat(page.locator("#two-factor-code").evaluate("field => field === document.activeElement"))
                .isEqualTo(true);
        BoundingBox field = box(page.locator("#two-factor-code"));
        assertThat(field.y).isBetween(0.0, (double) PHONE_HEIGHT);
        page.reload();
        assertThat(page.locator("[data-two-factor-app]").getAttribute("href")).isEqualTo(key);
        assertThat(chromium.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void usersForWhomNoAppOpensReadWhatToDoInstead(String theme) {
        Page page = setUp(theme, ChromiumOptions.standard().size(WIDE, LOW));
        Locator app = page.locator("[data-two-factor-app]");
        Locator help = page.getByText("Nothing happened? Copy the key instead.");
        assertThat(help.isVisible()).isFalse();
        app.evaluate("link => link.addEventListener('click', event => event.preventDefault())");

        app.click();

        help.waitFor();
        chromium.shot(page, theme + "/one-look-nothing-happened");
        areSeenTogether(page, theme + " with one more line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void aWrongCodeLeavesTheButtonOnTheScreen(String theme) {
        Page page = setUp(theme, ChromiumOptions.standard().size(WIDE, LOW));
        String uri = page.locator("[data-two-factor-app]").getAttribute("href");
        page.locator("#two-factor-code")
                .fill(AuthenticatorApp.ofUri(uri).wrong(SERVER.clock().now()));
        page.locator("[value=confirm]").click();

        new PageReader(page).reads("That code did not match");
        page.waitForFunction("() => document.activeElement.id === 'two-factor-code'");
        BoundingBox headline = box(page.locator("#two-factor-error .two-factor-strong"));
        BoundingBox button = box(page.locator("[value=confirm]"));
        assertThat(headline.y).isGreaterThanOrEqualTo(0);
        assertThat(button.y + button.height).isLessThanOrEqualTo(LOW);
    }

    private Page setUp(String theme, ChromiumOptions options) {
        String name = "look-" + System.identityHashCode(options) + theme.replace(".", "-");
        realm.loginTheme(theme).user(name, "staff");
        Page page = chromium.page(options);
        page.navigate(realm.authUrl("app", Map.of()));
        chromium.signIn(page, name, TestRealm.PASSWORD);
        new PageReader(page).arrivesAt("Two-factor authentication").reads("6-digit code");
        page.evaluate("() => document.fonts.ready.then(() => true)");
        return page;
    }

    private static BoundingBox box(Locator part) {
        return Objects.requireNonNull(part.boundingBox());
    }
}
