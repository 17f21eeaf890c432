package io.github.keycloaktwofactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tags of the server tests say what a test needs, so that it can be left out where that is missing. What
 * {@code mvn -Pfast verify} runs needs one server on H2 and nothing else.
 */
final class TagsTest {

    private static final String FAST = "fast";
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([a-z-]+)\"\\)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    private static final Map<String, Pattern> NEEDS = Map.of(
            "browser", Pattern.compile("new Chromium\\("),
            "own-server", Pattern.compile("KeycloakServer\\s*\\.own\\("),
            "nodes", Pattern.compile("KeycloakCluster\\b"),
            "postgres",
                    Pattern.compile("\\.onPostgres\\(|ServerOptions\\.postgres\\(|\\bSite\\.(?:POSTGRES|values)\\b"));

    @Test
    void aTestThatNeedsMoreThanTheSharedServerSaysSo() throws IOException {
        for (Map.Entry<Path, String> test : tests().entrySet()) {
            Set<String> needs = NEEDS.entrySet().stream()
                    .filter(need -> need.getValue().matcher(test.getValue()).find())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());

            assertThat(tags(test.getValue())).as("%s", test.getKey()).containsAll(needs);
        }
    }

    @Test
    void theFastTestsNeedOnlyTheSharedServer() throws IOException {
        Map<Path, String> fast = tests();
        fast.values().removeIf(text -> !tags(text).contains(FAST));

        assertThat(fast).hasSizeGreaterThan(10);
        fast.forEach((file, text) -> assertThat(tags(text)).as("%s", file).containsExactly(FAST));
    }

    @Test
    void everyTagIsExplained() throws IOException {
        Set<String> used = new TreeSet<>();
        tests().values().forEach(text -> used.addAll(tags(text)));
        Set<String> explained = ROW.matcher(Files.readString(Path.of("CONTRIBUTING.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained).isEqualTo(used);
    }

    private static Set<String> tags(String text) {
        return TAG.matcher(text).results().map(tag -> tag.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The text of each server test and benchmark, by its file. */
    private static Map<Path, String> tests() throws IOException {
        Map<Path, String> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith("IT.java") || file.toString().endsWith("Benchmark.java")) {
                    tests.put(file, Files.readString(file));
                }
            }
        }
        return tests;
    }
}
