package io.github.keycloaktwofactor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The ids of findings are a contract: {@code docs/posture.md} lists each of them, in the order in which they are looked for. */
final class PosturePageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    @Test
    void everyCheckStandsInThePageAndNoOther() throws IOException {
        List<String> ids = new ArrayList<>(Checks.ALL.stream().map(Check::id).toList());
        ids.add(Posture.CHECK_FAILED);

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ROW.matcher(Files.readString(Path.of("docs/posture.md")))
                        .results()
                        .map(row -> row.group(1))
                        .toList())
                .containsExactlyElementsOf(ids);
    }
}
