package io.github.keycloaktwofactor.adminpage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page as they stand in {@code themes/admin-page}. */
final class PageFilesTest {

    private static final Path FOLDER = Path.of("themes", "admin-page");
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z-]+\\.js)\"");

    /** A style, a handler, HTML that is parsed, code that is made of text: what the content security policy refuses. */
    private static final Pattern REFUSED = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|setAttribute\\(\"style\"|style: \"[a-z-]+:|localStorage");

    @Test
    void everyFileIsServedAndNoOther() throws IOException {
        List<String> files = names();

        assertThat(files)
                .allSatisfy(name -> assertThat(PageFiles.find(name)).as(name).isPresent());
        assertThat(PageFiles.find("index.html"))
                .as("it is filled in, not served")
                .isEmpty();
        assertThat(PageFiles.find("messages/messages_en.properties")).isEmpty();
    }

    @Test
    void everyScriptIsReachedFromThePage() throws IOException {
        Set<String> imported = Stream.of(scripts())
                .flatMap(text -> IMPORT.matcher(text).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        imported.add("page.js");

        assertThat(names().stream().filter(name -> name.endsWith(".js"))).containsExactlyInAnyOrderElementsOf(imported);
    }

    @Test
    void noScriptDoesWhatThePolicyRefusesOrKeepsAnythingForGood() throws IOException {
        assertThat(scripts())
                .allSatisfy(text -> assertThat(REFUSED.matcher(text).find()).isFalse());
    }

    @Test
    void theirAddressFollowsTheirContent() {
        assertThat(PageFiles.version()).matches("[0-9a-f]{16}");
        assertThat(PageFile.hash("a".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(PageFile.hash("b".getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".+\\.(js|css|svg)"))
                    .toList();
        }
    }

    private static String[] scripts() throws IOException {
        List<String> names =
                names().stream().filter(name -> name.endsWith(".js")).toList();
        String[] texts = new String[names.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Files.readString(FOLDER.resolve(names.get(i)));
        }
        return texts;
    }
}
