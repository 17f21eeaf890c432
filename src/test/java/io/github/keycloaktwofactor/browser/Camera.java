package io.github.keycloaktwofactor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.github.keycloaktwofactor.server.Chromium;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Takes pictures of one browser page, wide and as narrow as WCAG 1.4.10 asks for, light and in the dark where its theme
 * knows that, and minds what a person would mind about each: with eyes, without, with a keyboard, on a phone.
 */
public final class Camera {

    private static final int WIDE = 1280;
    private static final int NARROW = 320;
    private static final int PHONE = 390;
    private static final int PAPER_WIDTH = 640;
    private static final int PAPER_HEIGHT = 560;
    private static final int README_HEIGHT = 1000;
    private static final int README_MARGIN = 12;
    private static final int LEAST_HEIGHT = 640;

    private final Chromium chromium;
    private final Page page;
    private final String theme;
    private final List<String> refused = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();

    /** @param origins the only addresses that the page may load anything from */
    public Camera(Chromium chromium, Page page, String theme, List<String> origins) {
        this.chromium = chromium;
        this.page = page;
        this.theme = theme;
        page.onRequest(request -> {
            if (request.url().startsWith("http") && origins.stream().noneMatch(request.url()::startsWith)) {
                elsewhere.add(request.url());
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 400) {
                refused.add(response.status() + " " + response.url());
            }
        });
    }

    /** What was asked for and not answered well. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** Requests to other hosts. */
    List<String> elsewhere() {
        return List.copyOf(elsewhere);
    }

    /** Keeps {@code target/screenshots/<theme>/<state>-<width>-<colours>.png}, and finds no fault with the page. */
    public void glance(String state) {
        findsNoFault(state);
        colour(ColorScheme.LIGHT);
        take(state, WIDE, ColorScheme.LIGHT);
        colour(inDark());
        take(state, NARROW, inDark());
        colour(ColorScheme.LIGHT);
        page.setViewportSize(WIDE, LEAST_HEIGHT);
    }

    /** The same, and the documentation has it. */
    public void look(String state) {
        glance(state);
        keep(state);
    }

    /** The same, and the documentation has it in dark and on a phone too. */
    void lookTwice(String state) {
        look(state);
        if (Album.open() && hasDark()) {
            colour(ColorScheme.DARK);
            keep(state + "-dark");
            colour(ColorScheme.LIGHT);
            page.setViewportSize(PHONE, LEAST_HEIGHT);
            keep(state + "-phone");
            page.setViewportSize(WIDE, LEAST_HEIGHT);
        }
    }

    /** The same on paper. */
    void print(String state) {
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        chromium.shot(page, theme + "/" + state + "-paper");
        if (hasDark()) {
            page.setViewportSize(PAPER_WIDTH, PAPER_HEIGHT);
            Album.keepWindow(page, state + "-paper");
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    }

    /** Keeps {@code docs/images/<name>.png}: as much of the page as the README has room for, to the end of an element. */
    void forReadme(String name, String end) {
        if (!Album.open() || !hasDark()) {
            return;
        }
        page.setViewportSize(WIDE, README_HEIGHT);
        BoundingBox card = Objects.requireNonNull(card().boundingBox());
        BoundingBox last = Objects.requireNonNull(page.locator(end).boundingBox());
        double height = last.y + last.height + README_MARGIN - card.y;
        Album.keep(
                page.screenshot(new Page.ScreenshotOptions().setClip(card.x, card.y, card.width, Math.round(height))),
                name);
    }

    private void findsNoFault(String state) {
        colour(ColorScheme.LIGHT);
        assertThat(Axe.findings(page, theme))
                .as("axe on %s in %s", state, theme)
                .isEmpty();
        if (hasDark()) {
            colour(ColorScheme.DARK);
            assertThat(Axe.findingsInColours(page, theme))
                    .as("axe on %s in the dark", state)
                    .isEmpty();
        }
        assertThat(Fit.findings(page)).as("%s in %s at 400 %%", state, theme).isEmpty();
    }

    private void keep(String name) {
        if (Album.open() && hasDark()) {
            page.mouse().move(0, 0);
            Album.keep(card(), name);
        }
    }

    private Locator card() {
        return page.locator(".pf-v5-c-login__main");
    }

    private boolean hasDark() {
        return theme.equals("keycloak.v2");
    }

    private ColorScheme inDark() {
        return hasDark() ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    private void colour(ColorScheme colours) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        if (hasDark()) {
            page.waitForFunction(
                    "dark => document.documentElement.classList.contains('pf-v5-theme-dark') === dark",
                    colours == ColorScheme.DARK);
        }
    }

    private void take(String name, int width, ColorScheme colours) {
        fit(width);
        chromium.shot(
                page, theme + "/" + name + "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT));
        assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                .as("%s scrolls sideways at %d pixels", name, width)
                .isLessThanOrEqualTo(width);
    }

    /** As tall as the page is: a background that is fixed to the window would end in the middle of the picture. */
    private void fit(int width) {
        page.setViewportSize(width, LEAST_HEIGHT);
        int height = (Integer) page.evaluate("() => document.documentElement.scrollHeight");
        page.setViewportSize(width, Math.max(LEAST_HEIGHT, height));
    }
}
