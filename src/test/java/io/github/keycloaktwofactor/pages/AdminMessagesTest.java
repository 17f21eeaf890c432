package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of the admin page in every language, as they stand in {@code themes/admin-page/messages}. */
final class AdminMessagesTest {

    private static final Path PAGE = Path.of("themes", "admin-page");
    private static final Path FOLDER = PAGE.resolve("messages");
    private static final String PREFIX = "two-factor-admin-";

    private static final Pattern LITERAL = Pattern.compile("[\"`]([a-z]+(?:-[a-z]+)*)[\"`]");
    private static final Pattern ASKED = Pattern.compile("\\bt\\(\\s*\"([^\"]+)\"");
    private static final Pattern SINGLE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");
    private static final Pattern SEVERAL_WORDS = Pattern.compile("\\p{L}{2,}\\P{L}+\\p{L}{2,}");
    private static final Pattern ENGLISH_WORDS = Pattern.compile(
            "\\b(the|your|you|with|authenticator app)\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern GARBLED = Pattern.compile("\uFFFD|\u00C3[\u0080-\u00BF]|[\\p{Cc}&&[^\n\t]]");

    /** What an OAuth grant is called in every language. */
    private static final String NAME_OF_A_GRANT = PREFIX + "way-password-grant";

    private static final Bundle ENGLISH = Bundle.of(FOLDER, "en");

    static Stream<Bundle> bundles() {
        return Bundle.all(FOLDER).stream();
    }

    static Stream<Bundle> translations() {
        return bundles().filter(bundle -> !bundle.language().equals("en"));
    }

    @Test
    void everyLanguageOfTheLoginPagesHasTheAdminPage() {
        assertThat(bundles().map(Bundle::language))
                .containsExactlyElementsOf(
                        Bundle.all().stream().map(Bundle::language).toList());
    }

    @Test
    void everyKeyThatTheScriptsAskForExistsAndNoOtherDoes() throws IOException {
        String scripts = scripts();
        Set<String> keys = ENGLISH.keys().stream()
                .map(key -> key.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(keys).containsAll(found(ASKED, scripts));
        assertThat(found(LITERAL, scripts)).containsAll(keys);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageHasTheSameKeysAndEachOnce(Bundle bundle) {
        assertThat(bundle.keys()).containsExactlyElementsOf(ENGLISH.keys());
        assertThat(bundle.keys()).allMatch(key -> key.startsWith(PREFIX));
        assertThat(bundle.source().lines()).hasSameSizeAs(bundle.keys());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyTextHasThePlaceholdersOfTheEnglishOneAndDoubledApostrophes(Bundle bundle) {
        assertThat(bundle.keys()).allSatisfy(key -> {
            assertThat(bundle.placeholders(key))
                    .as("%s=%s", key, bundle.raw(key))
                    .isEqualTo(ENGLISH.placeholders(key));
            assertThat(SINGLE_APOSTROPHE.matcher(bundle.raw(key)).find())
                    .as(key)
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void nothingIsEmptyOrGarbledOrEndsInABlank(Bundle bundle) {
        assertThat(bundle.keys())
                .allSatisfy(key -> assertThat(bundle.raw(key))
                        .as(key)
                        .isNotBlank()
                        .isEqualTo(bundle.raw(key).strip()));
        assertThat(GARBLED.matcher(bundle.source()).find()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("translations")
    void nothingIsLeftInEnglish(Bundle bundle) {
        for (String key : bundle.keys()) {
            String text = bundle.raw(key);
            String words = text.replaceAll("\\{\\d}", " ");
            assertThat(!key.equals(NAME_OF_A_GRANT)
                            && text.equals(ENGLISH.raw(key))
                            && SEVERAL_WORDS.matcher(words).find())
                    .as("%s=%s", key, text)
                    .isFalse();
            assertThat(ENGLISH_WORDS.matcher(words).find())
                    .as("%s=%s", key, text)
                    .isFalse();
        }
    }

    @Test
    void theListOfKeysHasEachKeyOnceWithItsText() {
        List<List<String>> rows = Document.of("docs/message-keys.md").rows("Key of the admin page");

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(ENGLISH.keys().stream()
                        .map(key -> List.of("`" + key + "`", "`" + ENGLISH.raw(key) + "`"))
                        .toList());
    }

    private static String scripts() throws IOException {
        try (Stream<Path> files = Files.list(PAGE)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".js")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
