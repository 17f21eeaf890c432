package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** The guide for users who sign in: what it prints in bold is what the product says, word for word. */
final class GuideTest {

    private static final Bundle ENGLISH = Bundle.of("en");
    private static final Document GUIDE = Document.of("docs/user-guide.md");

    /** What the guide puts where a text has a placeholder. */
    private static final String EXAMPLE =
            "(?:\\d+(?: \\p{L}+)?|\\d\\d:\\d\\d|Acme|alice|Acme \\(alice\\)|XXXX-XXXX|\\d+ \\p{L}+ 20\\d\\d)";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d\\}");

    /** What tells that something is wrong or has changed, so that a person may want to read on about it. */
    private static final Pattern TO_BE_EXPLAINED =
            Pattern.compile("two-factor-(?:(?:.+-)?error-.+|wait.*|locked.*|mail-subject-.+|replace-gone|link-off"
                    + "|recovery-none|recovered-forced.*|codes-none|codes-low-.+|notice-(?!.*title).+)");

    @Test
    void everythingInBoldIsATextOfTheProduct() {
        Set<String> texts = new TreeSet<>(GUIDE.bold());

        texts.removeIf(bold ->
                quoted().values().stream().anyMatch(text -> text.matcher(bold).matches()));

        assertThat(texts).isEmpty();
    }

    @Test
    void everyErrorNoticeAndMailIsExplained() {
        Set<String> missing = new TreeSet<>();
        quoted().forEach((key, text) -> {
            if (TO_BE_EXPLAINED.matcher(key).matches()) {
                missing.add(key);
            }
        });

        missing.removeIf(key -> forms(key)
                .anyMatch(form -> GUIDE.bold().stream()
                        .anyMatch(bold -> quoted().get(form).matcher(bold).matches())));

        assertThat(missing).isEmpty();
    }

    @Test
    void everyButtonIsNamed() {
        Renderer renderer = Renderer.showingTheHeading();
        Set<String> labels = PageState.all().stream()
                .flatMap(page -> Jsoup.parse(renderer.render(page)).select("button, summary, a[download]").stream())
                .map(button -> button.text())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(labels).isNotEmpty();
        assertThat(GUIDE.bold()).containsAll(labels);
    }

    /** All forms of what is told with a number, or the key alone. */
    private static Stream<String> forms(String key) {
        return ENGLISH.families().stream()
                .filter(family -> PluralForms.ALL.stream().anyMatch(form -> key.equals(family + "-" + form)))
                .findFirst()
                .map(family -> PluralForms.ALL.stream().map(form -> family + "-" + form))
                .orElse(Stream.of(key));
    }

    private static Map<String, Pattern> quoted() {
        Map<String, Pattern> texts = new TreeMap<>();
        for (String key : ENGLISH.keys()) {
            String words = ENGLISH.raw(key).replace("''", "'");
            boolean saysSomething = PLACEHOLDER.matcher(words).replaceAll("").matches(".*\\p{L}.*");
            if (saysSomething) {
                texts.put(key, pattern(words));
            }
        }
        return texts;
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(Stream.of(PLACEHOLDER.split(words, -1))
                .map(part -> Pattern.quote(part))
                .collect(Collectors.joining(EXAMPLE)));
    }
}
