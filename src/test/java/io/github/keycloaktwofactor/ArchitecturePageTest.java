package io.github.keycloaktwofactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} shows the packages that there are, and the classes that it names exist. */
final class ArchitecturePageTest {

    private static final Path PACKAGES = Path.of("src/main/java/io/github/keycloaktwofactor");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");
    private static final Pattern BOX = Pattern.compile("<text class=\"name\"[^>]*>([a-z]+)<");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z]\\w+)`");

    @Test
    void theTableHasEveryPackageAndNoOther() throws IOException {
        assertThat(found(ROW, page())).isEqualTo(packages());
    }

    @Test
    void thePictureHasEveryPackageAndNoOther() throws IOException {
        assertThat(found(BOX, Files.readString(Path.of("docs/images/packages.svg"))))
                .isEqualTo(packages());
    }

    @Test
    void everyClassThatItNamesIsThere() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(classes).containsAll(found(CLASS_NAME, page()));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/architecture.md"));
    }

    private static Set<String> packages() throws IOException {
        try (Stream<Path> folders = Files.list(PACKAGES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
