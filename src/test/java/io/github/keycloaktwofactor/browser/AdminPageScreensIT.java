package io.github.keycloaktwofactor.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.keycloaktwofactor.server.Chromium;
import io.github.keycloaktwofactor.server.ChromiumOptions;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each state of the admin page in pictures, wide and at 320 pixels, light and dark, from the right and from the left, without
 * a fault for axe, at a zoom of 400 %, with the keyboard alone.
 */
@Tag("browser")
@Tag("pictures")
final class AdminPageScreensIT {

    private static final int WIDE = 1280;
    private static final int NARROW = 320;
    private static final int HEIGHT = 800;

    private static TestRealm realm;

    @RegisterExtension
    final Chromium chromium = new Chromium();

    @BeforeAll
    static void setUp() {
        realm = AdminSite.realm(KeycloakServer.shared()).update(Map.of("displayName", "Acme"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de", "ar"})
    void everyTabAndWindow(String language) {
        Page page = chromium.page(ChromiumOptions.standard().locale(language).size(WIDE, HEIGHT));
        AdminSite site = new AdminSite(page).halfway();
        site.answers("POST /two-factor/policy/preview", AdminSite.preview(true));
        site.answers(
                "POST /two-factor/what-if",
                Map.of("outcome", "SET_UP", "because", List.of("role staff via group /Accounting")));
        site.answers(
                "GET /two-factor/exemptions",
                List.of(Map.of(
                        "id",
                        "e1",
                        "user",
                        Map.of("id", "u1", "username", "ada"),
                        "until",
                        1_796_000_000_000L,
                        "reason",
                        "INC-1",
                        "by",
                        Map.of("id", "u2", "username", "head"),
                        "at",
                        1_795_000_000_000L)));
        site.open(chromium, realm, "head");

        assertThat(page.locator(".tfa-finding").first()).isVisible();
        assertThat(page.locator("html")).hasAttribute("dir", language.equals("ar") ? "rtl" : "ltr");
        look(page, "overview", language, "admin-overview");

        page.locator("a[href='#people']").click();
        assertThat(page.locator("tbody tr")).hasCount(50);
        page.locator(".tfa-more-filters summary").click();
        site.answers("GET /two-factor/report/users\\?.*", Map.of("users", AdminSite.rows(9), "next", "row-9"));
        page.locator("#filter-enrolled").check();
        assertThat(page.locator("tbody tr")).hasCount(9);
        page.locator("#filter-enrolled").uncheck();
        look(page, "users", language, "admin-users");

        page.locator(".tfa-user").nth(2).click();
        page.getByRole(AriaRole.DIALOG).locator(".pf-m-danger").click();
        page.locator("#act-reason").fill("INC-4711");
        look(page, "user", language, "admin-user");
        page.keyboard().press("Escape");

        page.locator("a[href='#policy']").click();
        page.locator("#setting-requireEveryone").check();
        page.locator("#setting-requiredRoles").fill("off");
        assertThat(page.locator("#setting-requiredRoles-list li").first()).isVisible();
        look(page, "policy", language, null);
        page.keyboard().press("Escape");
        page.locator("form button[type=submit]").click();
        assertThat(page.locator(".tfa-effects")).isVisible();
        look(page, "preview", language, "admin-preview");
        page.keyboard().press("Escape");
        page.locator("#setting-requireEveryone").uncheck();

        page.locator("a[href='#exemptions']").click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        look(page, "exemptions", language, null);
        page.locator("main .pf-m-primary").click();
        look(page, "exempt", language, null);
        page.keyboard().press("Escape");

        page.locator("a[href='#what-if']").click();
        page.locator("#what-if-user").fill("head");
        page.locator("#what-if-user-list li").first().click();
        page.locator("form button[type=submit]").click();
        assertThat(page.locator(".tfa-answer .tfa-alert")).isVisible();
        look(page, "what-if", language, null);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void whatGoesWrong() {
        Page page = chromium.page();
        AdminSite site = new AdminSite(page).halfway();
        site.fails("GET /two-factor/report/summary", 500, Map.of());
        site.open(chromium, realm, "head");
        assertThat(page.locator(".tfa-alert").first()).isVisible();
        look(page, "failed", "en-GB", null);

        Page without = chromium.page();
        new AdminSite(without)
                .fails("GET /two-factor.*", 403, Map.of("error", "HTTP 403 Forbidden"))
                .open(chromium, realm, "head");
        assertThat(without.locator(".tfa-alert")).isVisible();
        look(without, "no-rights", "en-GB", null);
    }

    /** From the skip link through the tabs to a user and back, without a mouse. */
    @Test
    void theKeyboardAloneReachesEverything() {
        Page page = chromium.page();
        new AdminSite(page).halfway().open(chromium, realm, "head");
        assertThat(page.locator(".tfa-finding").first()).isVisible();

        page.keyboard().press("Tab");
        assertThat(page.locator(".tfa-skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();

        reach(page, page.locator("a[href='#people']"), "Shift+Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("tbody tr")).hasCount(50);
        reach(page, page.locator(".tfa-user").first(), "Tab");
        page.keyboard().press("Enter");
        Locator drawer = page.getByRole(AriaRole.DIALOG);
        assertThat(drawer.locator("dl")).isVisible();
        reach(page, drawer.locator(".pf-m-danger"), "Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#act-reason")).isFocused();
        page.keyboard().press("Escape");
        assertThat(drawer).hasCount(0);
        assertThat(page.locator(".tfa-user").first()).isFocused();
    }

    private static void reach(Page page, Locator element, String key) {
        for (int i = 0; i < 60; i++) {
            if ((Boolean) element.evaluate("element => element === document.activeElement")) {
                return;
            }
            page.keyboard().press(key);
        }
        assertThat(element).isFocused();
    }

    /** @param kept name in the documentation, where the picture is in English; null for none */
    private void look(Page page, String state, String language, @Nullable String kept) {
        assertThat(Axe.findings(page, "admin"))
                .as("axe on %s in %s", state, language)
                .isEmpty();
        shot(page, state, language, WIDE, ColorScheme.LIGHT);
        if (kept != null && language.equals("en-GB")) {
            page.setViewportSize(WIDE, HEIGHT);
            Album.keepWindow(page, kept);
        }
        assertThat(Fit.findings(
                        page,
                        ".tfa",
                        ".tfa-unseen, .tfa-skip, .tfa-table thead",
                        "dialog, .tfa-options, body, pre, textarea"))
                .as("%s in %s at 400 %%", state, language)
                .isEmpty();
        shot(page, state, language, NARROW, ColorScheme.DARK);
        assertThat(Axe.findingsInColours(page, "admin"))
                .as("axe on %s in the dark", state)
                .isEmpty();
        colour(page, ColorScheme.LIGHT);
        page.setViewportSize(WIDE, HEIGHT);
    }

    private void shot(Page page, String state, String language, int width, ColorScheme colours) {
        colour(page, colours);
        page.setViewportSize(width, HEIGHT);
        chromium.shot(
                page,
                "admin-page/%s-%s-%d-%s"
                        .formatted(state, language, width, colours)
                        .toLowerCase(Locale.ROOT));
        assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                .as("%s scrolls sideways at %d pixels", state, width)
                .isLessThanOrEqualTo(width);
    }

    private static void colour(Page page, ColorScheme colours) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        page.waitForFunction(
                "dark => document.documentElement.classList.contains('pf-v5-theme-dark') === dark",
                colours == ColorScheme.DARK);
    }
}
