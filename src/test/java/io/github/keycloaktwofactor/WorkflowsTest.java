package io.github.keycloaktwofactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CI does on the public host: the versions that the README promises, with few rights and with actions that are pinned. */
final class WorkflowsTest {

    private static final Path WORKFLOWS = Path.of(".github/workflows");
    private static final Pattern VERSION = Pattern.compile("\\b\\d+\\.\\d+\\.\\d+\\b");
    private static final Pattern USED = Pattern.compile("uses: (\\S+)");

    @Test
    void everyNightTestsTheVersionsThatTheReadmeListsAndTheNewest() throws IOException {
        String matrix = line(Files.readString(WORKFLOWS.resolve("nightly.yml")), "keycloak: [");
        List<String> listed = rows("| Keycloak |").stream()
                .filter(row -> row.contains("reference") || row.contains("passes the tests"))
                .flatMap(row -> VERSION.matcher(row).results())
                .map(MatchResult::group)
                .toList();

        assertThat(VERSION.matcher(matrix).results().map(MatchResult::group))
                .hasSizeGreaterThan(1)
                .containsExactlyInAnyOrderElementsOf(listed);
        assertThat(matrix).contains("'newest'");
    }

    @Test
    void everyWorkflowNamesItsRightsAndWritesNothingButReleases() throws IOException {
        for (Map.Entry<Path, String> workflow : workflows().entrySet()) {
            assertThat(workflow.getValue()).as("%s", workflow.getKey()).containsPattern("(?m)^permissions:");
            if (!workflow.getKey().endsWith("release.yml")) {
                assertThat(workflow.getValue()).as("%s", workflow.getKey()).doesNotContain(": write");
            }
        }
    }

    @Test
    void everyActionIsPinned() throws IOException {
        assertThat(workflows().values().stream()
                        .flatMap(text -> USED.matcher(text).results())
                        .map(use -> use.group(1)))
                .isNotEmpty()
                .allMatch(action -> action.matches("actions/[a-z-]+@v\\d+|[\\w./-]+@[0-9a-f]{40}"));
    }

    private static List<String> rows(String head) throws IOException {
        return Files.readString(Path.of("README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith(head))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String line(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    private static Map<Path, String> workflows() throws IOException {
        Map<Path, String> workflows = new TreeMap<>();
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
            for (Path file : files.toList()) {
                workflows.put(file, Files.readString(file));
            }
        }
        return workflows;
    }
}
