package io.github.keycloaktwofactor.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/sources.md} has every row once, and says of the tests, the settings and the texts what is so. */
final class SourceTableTest {

    private static final int LAST_ROW = 130;
    private static final Path TABLE = Path.of("docs/sources.md");
    private static final Path MESSAGES = Path.of("themes/messages/messages_en.properties");
    private static final Pattern NAMED = Pattern.compile("`([\\w.-]+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+IT\\.\\w+)`");

    private static final List<Source> SOURCES = List.of(
            new Source(ClientAreaIT.class, ClientAreaIT.SETTINGS, ClientAreaIT.TEXTS),
            new Source(ServiceProsIT.class, ServiceProsIT.SETTINGS, ServiceProsIT.TEXTS),
            new Source(CustomerAreaIT.class, CustomerAreaIT.SETTINGS, CustomerAreaIT.TEXTS),
            new Source(WorkspaceIT.class, WorkspaceIT.SETTINGS, WorkspaceIT.TEXTS),
            new Source(PasswordAndSecurityIT.class, PasswordAndSecurityIT.SETTINGS, PasswordAndSecurityIT.TEXTS));

    private record Source(Class<?> test, Map<String, String> settings, Map<String, String> texts) {}

    private record Row(String id, String section, String madeBy, String shownBy) {

        boolean notBuilt() {
            return shownBy.startsWith("**not built**");
        }
    }

    @Test
    void everyRowIsThereOnceAndInOrder() throws IOException {
        assertThat(rows().stream().map(Row::id))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, LAST_ROW)
                        .mapToObj(number -> "S-" + number)
                        .toList());
    }

    @Test
    void everyRowHasItsTestsOrIsNotBuilt() throws IOException {
        assertThat(rows())
                .allMatch(row -> row.notBuilt() != TEST.matcher(row.shownBy()).find());
    }

    @Test
    void theTestsAndTheTableCiteEachOther() throws IOException {
        Set<String> table = rows().stream()
                .flatMap(row -> found(TEST, row.shownBy()).map(test -> row.id() + " " + test))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tests = new TreeSet<>();
        for (Source source : SOURCES) {
            for (Method method : source.test().getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    String name = source.test().getSimpleName() + "." + method.getName();
                    for (String id : method.getAnnotation(Cites.class).value()) {
                        tests.add(id + " " + name);
                    }
                }
            }
        }

        assertThat(table).isEqualTo(tests);
    }

    @Test
    void whatARowIsMadeByExistsAndIsSetInItsTest() throws IOException {
        Set<String> settings = settingsOfTheReadme();
        Set<String> keys = messageKeys();
        for (Source source : SOURCES) {
            Set<String> named = rows().stream()
                    .filter(row -> row.section().equals(source.test().getSimpleName()))
                    .flatMap(row -> found(NAMED, row.madeBy()))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> ours = new HashSet<>(source.texts().keySet());
            ours.removeIf(Predicate.not(key -> key.startsWith("two-factor-")));

            assertThat(keys).containsAll(ours);
            assertThat(settings).containsAll(source.settings().keySet());
            assertThat(named)
                    .containsAll(source.texts().keySet())
                    .containsAll(source.settings().keySet())
                    .allMatch(name -> source.texts().containsKey(name)
                            || source.settings().containsKey(name)
                            || settings.contains(name));
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("## ")) {
                section = found(NAMED, line).findFirst().orElseThrow();
            } else if (line.startsWith("| S-")) {
                String[] cells = line.split(" \\| ");
                assertThat(cells).as(line).hasSize(4);
                rows.add(new Row(cells[0].substring(2), section, cells[2], cells[3]));
            }
        }
        return rows;
    }

    private static Set<String> settingsOfTheReadme() throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| **"))
                .flatMap(line -> found(NAMED, line.split(" \\| ")[0]))
                .collect(Collectors.toSet());
    }

    private static Set<String> messageKeys() throws IOException {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES)) {
            messages.load(reader);
        }
        return messages.stringPropertyNames();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }
}
