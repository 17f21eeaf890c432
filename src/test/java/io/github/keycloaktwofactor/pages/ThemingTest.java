package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** What theme authors and scripts are promised in {@code docs}, compared with what the pages are made of. */
final class ThemingTest {

    private static final Bundle ENGLISH = Bundle.of("en");
    private static final Document THEMING = Document.of("docs/theming.md");
    private static final Document KEYS = Document.of("docs/message-keys.md");
    private static final Path THEMES = Path.of("themes");

    private static final Pattern KEY_IN_RECIPE = Pattern.compile("\"(two-factor-[a-z0-9-]+)\":");
    private static final Pattern VALUE_IN_RECIPE =
            Pattern.compile("\"(two-factor-[a-z0-9-]+)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern DEFINED = Pattern.compile("(?m)^  (--two-factor-[a-z-]+):");
    private static final Pattern USED = Pattern.compile("var\\((--[A-Za-z0-9-]+)");

    @Test
    void theListOfKeysHasEachKeyOnceWithItsText() {
        assertThat(KEYS.listed("Key", 0)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ENGLISH.keys());
        assertThat(KEYS.rows("Key"))
                .allSatisfy(row -> assertThat(row.get(1)).isEqualTo("`" + ENGLISH.raw(key(row)) + "`"));
    }

    @Test
    void theListOfKeysSaysWhatEachPlaceholderIsFilledWith() {
        assertThat(KEYS.rows("Key"))
                .allSatisfy(row -> assertThat(Stream.of(row.get(2).split(", "))
                                .filter(filled -> !filled.isEmpty())
                                .map(filled -> filled.replaceFirst("^`([^`]+)` \\p{L}.*", "$1")))
                        .containsExactlyInAnyOrderElementsOf(ENGLISH.placeholders(key(row))));
    }

    @Test
    void everyTemplateAndStaticFileIsListed() throws IOException {
        assertThat(THEMING.listed("Template", 0))
                .containsExactlyInAnyOrderElementsOf(files(THEMES.resolve("templates")));
        assertThat(THEMING.listed("File", 0)).containsExactlyInAnyOrderElementsOf(files(THEMES.resolve("resources")));
    }

    @Test
    void everyIdFieldAndButtonIsListed() {
        assertThat(THEMING.listed("Id", 0)).containsExactlyInAnyOrderElementsOf(rendered("[id]", it -> it.id()));
        assertThat(THEMING.listed("Field", 0))
                .containsExactlyInAnyOrderElementsOf(rendered("[name]:not(button)", it -> it.attr("name")));
        assertThat(THEMING.listed("`do`", 0))
                .containsExactlyInAnyOrderElementsOf(rendered("button[name=do]", it -> it.val()));
    }

    @Test
    void everyVariableIsListedAndUsed() throws IOException {
        String css = Files.readString(THEMES.resolve("resources/css/two-factor-1.css"));
        Set<String> used = found(USED, css);

        assertThat(THEMING.listed("Variable", 0)).containsExactlyInAnyOrderElementsOf(found(DEFINED, css));
        assertThat(used).containsAll(found(DEFINED, css));
        used.removeAll(found(DEFINED, css));
        assertThat(Stream.of(0, 1).flatMap(column -> THEMING.listed("PatternFly 5", column).stream()))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everySettingIsInTheReadmeToo() {
        assertThat(THEMING.listed("Setting", 0)).isNotEmpty();
        assertThat(Document.of("README.md").listed("Setting", 0)).containsAll(THEMING.listed("Setting", 0));
    }

    @Test
    void everyWayToCountAndEveryMailIsListed() {
        assertThat(THEMING.listed("`two-factor-plural`", 0)).containsAll(PluralForms.USED.keySet());
        assertThat(THEMING.listed("Ending", 0))
                .containsExactlyInAnyOrderElementsOf(ENGLISH.keys().stream()
                        .filter(key -> key.startsWith("two-factor-mail-subject-"))
                        .map(key -> key.substring("two-factor-mail-subject-".length()))
                        .toList());
    }

    @Test
    void theAccountConsolesKeysAreThoseThatItReads() {
        assertThat(THEMING.listed("Key", 0))
                .containsExactlyInAnyOrderElementsOf(KEYS.listed("Key", 0).stream()
                        .filter(key -> key.matches("two-factor-(account-.+|otp-label|.+-(display-name|help-text))"))
                        .toList());
    }

    @Test
    void textsThatNameALabelAreListedBesideIt() {
        assertThat(THEMING.rows("Label")).isNotEmpty().allSatisfy(row -> {
            String word = ENGLISH.raw(key(row)).split(" ")[0];
            assertThat(row.get(1).replace("`", "").split(", "))
                    .allSatisfy(text -> assertThat(ENGLISH.raw(text)).containsIgnoringCase(word));
        });
        for (List<String> row : THEMING.rows("Label")) {
            String label = ENGLISH.raw(key(row));
            if (label.contains(" ")) {
                assertThat(ENGLISH.keys().stream()
                                .filter(text -> !text.equals(key(row))
                                        && ENGLISH.raw(text).contains(label)))
                        .allSatisfy(text -> assertThat(row.get(1)).contains(text));
            }
        }
    }

    @Test
    void recipesNameKeysThatExistAndKeepToTheRules() {
        Set<String> keys = found(KEY_IN_RECIPE, THEMING.code());

        assertThat(keys).isNotEmpty();
        assertThat(ENGLISH.keys()).containsAll(keys);
        VALUE_IN_RECIPE
                .matcher(THEMING.code())
                .results()
                .forEach(recipe -> assertThat(recipe.group(2).replace("''", ""))
                        .as("%s", recipe.group(1))
                        .doesNotContain("'")
                        .isNotEqualTo(ENGLISH.raw(recipe.group(1))));
    }

    private static String key(List<String> row) {
        return row.get(0).replace("`", "");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    /** What all pages have, in themes that draw the heading and in those that do not. */
    private static Set<String> rendered(String selector, Function<Element, String> value) {
        Set<String> values = new HashSet<>();
        for (Renderer renderer : List.of(Renderer.showingTheHeading(), Renderer.showingTheUserName())) {
            for (PageState page : PageState.all()) {
                Jsoup.parse(renderer.render(page)).select(selector).forEach(it -> values.add(value.apply(it)));
            }
        }
        return values;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
