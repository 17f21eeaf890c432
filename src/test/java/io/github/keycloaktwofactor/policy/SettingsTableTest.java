package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of settings in {@code README.md} is that of the form, with the same labels, in the same order. */
final class SettingsTableTest {

    private static final Pattern LABEL = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern KEY = Pattern.compile("`(\\w+)`");

    @Test
    void everySettingHasItsRowWithItsLabelAndItsDefault() throws IOException {
        List<String> written = new ArrayList<>();
        for (String[] row : rows()) {
            Matcher keys = KEY.matcher(row[1]);
            LABEL.matcher(row[1]).results().forEach(label -> {
                assertThat(keys.find()).as(label.group(1)).isTrue();
                written.add(keys.group(1) + ": " + label.group(1) + ", " + row[2].strip());
            });
            assertThat(keys.find()).as("%s", row[1]).isFalse();
        }

        assertThat(written)
                .containsExactlyElementsOf(Stream.of(Setting.values())
                        .map(setting -> setting.key() + ": " + setting.label() + ", " + standard(setting))
                        .toList());
    }

    private static String standard(Setting setting) {
        return switch (setting.standard()) {
            case "" -> "empty";
            case "false" -> "off";
            case "true" -> "on";
            default -> {
                String words = setting.standard().replace("##", ", ");
                boolean code = words.matches("[A-Z_]+|[a-z-]+(, [a-z-]+)*");
                yield code ? "`" + words.replace(", ", "`, `") + "`" : words;
            }
        };
    }

    private static List<String[]> rows() throws IOException {
        return Files.readString(Path.of("README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| Setting |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .toList();
    }
}
