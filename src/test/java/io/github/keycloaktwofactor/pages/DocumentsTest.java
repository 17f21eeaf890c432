package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document leads where it says. */
final class DocumentsTest {

    static Stream<Document> documents() {
        return Document.all().stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkAndPictureIsThere(Document document) {
        for (String link : document.links()) {
            if (link.startsWith("https://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path file = parts[0].isEmpty() ? document.path() : inside(document, parts[0]);
            assertThat(Files.isRegularFile(file)).as("%s", link).isTrue();
            if (parts.length == 2) {
                assertThat(Document.of(file.toString()).anchors())
                        .as("%s", link)
                        .contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyPictureIsDescribed(Document document) {
        assertThat(document.describesItsPictures()).isTrue();
    }

    private static Path inside(Document document, String link) {
        return document.path().resolveSibling(link).normalize();
    }
}
