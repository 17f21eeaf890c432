package io.github.keycloaktwofactor.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;

/** Whether a page of ours can be read and pressed however large, widely set or still somebody needs it. */
final class Fit {

    /** A window of 1280 × 1024 at a zoom of 400 % (WCAG 1.4.10). */
    private static final int ZOOMED_WIDTH = 320;

    private static final int ZOOMED_HEIGHT = 256;

    private static final String SPACED = """
            * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
            p { margin-bottom: 2em !important }
            """;

    /** No element, which a content security policy would refuse. */
    private static final String WIDELY = """
            css => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(css);
              document.adoptedStyleSheets = [sheet];
            }""";

    private static final String UNFIT = """
            ([root, unseen, scrolling]) => {
              const found = [];
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth > width) {
                found.push("the page scrolls sideways: " + document.documentElement.scrollWidth);
              }
              for (const element of document.querySelectorAll(`${root}, ${root} *:not(svg *)`)) {
                const style = getComputedStyle(element);
                const box = element.getBoundingClientRect();
                const name = element.tagName + " " + element.className + " " + element.textContent.trim().slice(0, 40);
                if (!element.checkVisibility() || element.closest(unseen)) {
                  continue;
                }
                if (box.left < -0.5 || box.right > width + 0.5) {
                  found.push("beyond the window: " + name);
                }
                if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
                  found.push("wider than its box: " + name);
                }
                if (!element.matches(scrolling) && element.clientHeight > 0 && style.overflowY !== "visible"
                    && element.scrollHeight > element.clientHeight + 1) {
                  found.push("taller than its box: " + name);
                }
                if (element.matches("button, a, summary, input") && (box.height < 24 || box.width < 24)) {
                  found.push("hard to hit: " + name + " " + box.width + " × " + box.height);
                }
                if ([style.transitionDuration, style.animationDuration].join().split(",")
                    .some((duration) => parseFloat(duration) > 0)) {
                  found.push("moves: " + name);
                }
              }
              return found;
            }""";

    private Fit() {}

    /** What is cut off, scrolls sideways, is smaller than 24 pixels or moves, at a zoom of 400 %. */
    static List<String> findings(Page page) {
        return findings(page, ".two-factor", ".two-factor-unseen", "no-such-element");
    }

    /**
     * The same of other pages.
     *
     * @param root what is looked at, with all that is in it
     * @param unseen what only screen readers see
     * @param scrolling what scrolls up and down by itself
     */
    static List<String> findings(Page page, String root, String unseen, String scrolling) {
        page.setViewportSize(ZOOMED_WIDTH, ZOOMED_HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        List<String> found = new ArrayList<>(unfit(page, root, unseen, scrolling));
        page.evaluate(WIDELY, SPACED);
        unfit(page, root, unseen, scrolling).stream()
                .map(line -> "widely set: " + line)
                .forEach(found::add);
        page.evaluate("() => { document.adoptedStyleSheets = []; }");
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
        return found;
    }

    @SuppressWarnings("unchecked")
    private static List<String> unfit(Page page, String... selectors) {
        return (List<String>) page.evaluate(UNFIT, List.of(selectors));
    }
}
