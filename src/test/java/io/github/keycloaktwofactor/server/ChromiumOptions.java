package io.github.keycloaktwofactor.server;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/**
 * What kind of browser a person has.
 *
 * @param isDark whether it prefers dark pages
 * @param width of the window in CSS pixels
 * @param height of the window in CSS pixels
 * @param scripts whether JavaScript runs
 * @param language its locale, such as {@code en-GB}
 * @param keepsPages whether pages that are left stay alive for the Back button
 */
public record ChromiumOptions(
        boolean isDark, int width, int height, boolean scripts, String language, boolean keepsPages) {
    /** Light, 1280 × 900, with JavaScript, British English. */
    public static ChromiumOptions standard() {
        return new ChromiumOptions(false, 1280, 900, true, "en-GB", false);
    }

    public ChromiumOptions dark() {
        return new ChromiumOptions(true, width, height, scripts, language, keepsPages);
    }

    /** 320 pixels wide, the least that WCAG 1.4.10 asks for. */
    public ChromiumOptions narrow() {
        return size(320, 640);
    }

    public ChromiumOptions size(int newWidth, int newHeight) {
        return new ChromiumOptions(isDark, newWidth, newHeight, scripts, language, keepsPages);
    }

    public ChromiumOptions withoutJavaScript() {
        return new ChromiumOptions(isDark, width, height, false, language, keepsPages);
    }

    public ChromiumOptions locale(String tag) {
        return new ChromiumOptions(isDark, width, height, scripts, tag, keepsPages);
    }

    /** As people's browsers do; Playwright's own do not. */
    public ChromiumOptions keepingPages() {
        return new ChromiumOptions(isDark, width, height, scripts, language, true);
    }

    Browser.NewContextOptions context() {
        return new Browser.NewContextOptions()
                .setColorScheme(isDark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setViewportSize(width, height)
                .setJavaScriptEnabled(scripts)
                .setLocale(language);
    }
}
