package io.github.keycloaktwofactor.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** What axe finds on a page: WCAG 2.2, levels A and AA, and what it calls best practice. */
final class Axe {

    private static final List<String> TAGS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private static final String ANY = "";
    private static final List<Known> KNOWN = List.of(
            new Known("keycloak", "landmark-one-main", ANY, "the old theme's template.ftl has no main landmark"),
            new Known("keycloak", "region", ANY, "the same: nothing in that template can be in a landmark"),
            new Known("base", "landmark-one-main", ANY, "it is that template"),
            new Known("base", "region", ANY, "the same"),
            new Known("keycloak", "tabindex", "#kc-current-locale-link", "the old theme's button of languages"));

    private Axe() {}

    /** One line for each element and the rule that it breaks; what Keycloak's own templates break is left out. */
    static List<String> findings(Page page, String theme) {
        return lines(new AxeBuilder(page).withTags(TAGS), theme);
    }

    /** Only what another colour scheme can change. */
    static List<String> findingsInColours(Page page, String theme) {
        return lines(new AxeBuilder(page).withRules(OF_COLOURS), theme);
    }

    private static List<String> lines(AxeBuilder axe, String theme) {
        List<String> lines = new ArrayList<>();
        // Otherwise it opens a page of its own for each run, for the sake of frames from elsewhere.
        for (Rule rule : axe.setLegacyMode(true).analyze().getViolations()) {
            for (CheckedNode node : rule.getNodes()) {
                String element = String.valueOf(node.getTarget());
                if (KNOWN.stream().noneMatch(known -> known.covers(theme, rule.getId(), element))) {
                    lines.add(rule.getId() + ": " + element + " " + node.getHtml());
                }
            }
        }
        return lines;
    }

    /** A fault that is not ours to mend, and why. */
    private record Known(String theme, String rule, String element, String reason) {
        boolean covers(String otherTheme, String otherRule, String otherElement) {
            return theme.equals(otherTheme) && rule.equals(otherRule) && otherElement.contains(element);
        }
    }
}
