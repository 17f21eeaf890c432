package io.github.keycloaktwofactor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.github.keycloaktwofactor.server.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes pictures of one browser page, wide and as narrow as WCAG 1.4.10 asks for, in every colour scheme that its theme
 * has, and minds what a person would mind about each.
 */
final class Camera {

    private static final int WIDE = 1280;
    private static final int NARROW = 320;
    private static final int README_WIDTH = 800;
    private static final int README_HEIGHT = 1000;
    private static final int LEAST_HEIGHT = 640;

    private final Chromium chromium;
    private final Page page;
    private final String theme;
    private final List<String> refused = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();

    /** @param origins the only addresses that the page may load anything from */
    Camera(Chromium chromium, Page page, String theme, List<String> origins) {
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

    /** Keeps {@code target/screenshots/<theme>/<state>-<width>-<colours>.png}. */
    void look(String state) {
        for (ColorScheme colours : colours()) {
            colour(colours);
            for (int width : List.of(WIDE, NARROW)) {
                take(theme + "/" + state, width, colours);
            }
        }
        colour(ColorScheme.LIGHT);
        page.setViewportSize(WIDE, LEAST_HEIGHT);
    }

    /** The same on paper. */
    void print(String state) {
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        chromium.shot(page, theme + "/" + state + "-paper");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    }

    /** Keeps {@code target/screenshots/readme/<name>.png}: what a window shows before anybody scrolls. */
    void forReadme(String name) {
        page.setViewportSize(README_WIDTH, README_HEIGHT);
        page.evaluate("() => document.fonts.ready.then(() => true)");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty("target.dir", "target"), "screenshots/readme", name + ".png")));
    }

    private List<ColorScheme> colours() {
        return theme.equals("keycloak.v2") ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);
    }

    private void colour(ColorScheme colours) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        if (theme.equals("keycloak.v2")) {
            page.waitForFunction(
                    "dark => document.documentElement.classList.contains('pf-v5-theme-dark') === dark",
                    colours == ColorScheme.DARK);
        }
    }

    private void take(String name, int width, ColorScheme colours) {
        fit(width);
        chromium.shot(page, name + "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT));
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
