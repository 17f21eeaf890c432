package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of doors in {@code docs/security.md} names every door that the tests walk through, and tests that exist. */
final class DoorTableTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+IT)`");

    @Test
    void everyDoorHasItsRowAndEveryRowItsDoor() throws IOException {
        List<String> titles = Stream.concat(Stream.of(BrowserDoor.values()), Stream.of(ActionDoor.values()))
                .map(Door::title)
                .toList();

        assertThat(rows().map(row -> row[1].strip())).containsExactlyInAnyOrderElementsOf(titles);
    }

    @Test
    void everyTestThatARowNamesIsThere() throws IOException {
        Set<String> named = rows().flatMap(row -> TEST.matcher(row[4]).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(named).isNotEmpty().isSubsetOf(there);
        assertThat(rows()).allMatch(row -> TEST.matcher(row[4]).find());
    }

    private static Stream<String[]> rows() throws IOException {
        return Files.readString(Path.of("docs/security.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| Door |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1));
    }
}
