package io.github.keycloaktwofactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.event.EventDetail;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Event details and their values are a contract with people's listeners: {@code docs/security.md} lists each of them. */
final class EventDetailsTableTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/keycloaktwofactor");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Where the code takes the values of a detail from. Those that are numbers or yes and no are not listed. */
    private static final Map<String, List<String>> VALUES = Map.of(
            EventDetail.FACTOR, List.of("session.EvidenceMethod", "attempt.Counter"),
            EventDetail.REASON, List.of("attempt.Verdict", "exit.Refusal#reason"),
            EventDetail.COUNTER, List.of("attempt.Bucket$Kind"),
            EventDetail.CHANGE, List.of("event.TwoFactorChange", "event.HelpDeskChange"),
            EventDetail.REPORT_ONLY, List.of("event.ReportedOutcome"));

    /** Written where they are used. */
    private static final Map<String, List<String>> MORE = Map.of(
            EventDetail.REASON, List.of("unavailable"),
            EventDetail.CHANGE, List.of("priority"),
            EventDetail.SET_UP, List.of("shown", "left"),
            EventDetail.FIRST, List.of("true"),
            EventDetail.PASSWORD, List.of("true", "false"));

    @Test
    void everyDetailOfTheCodeStandsInTheTableAndNoOther() throws Exception {
        Set<String> details = details();

        assertThat(table().keySet()).isEqualTo(details);
        assertThat(usedBesides(details))
                .as("a detail that is no constant of EventDetail")
                .isEmpty();
    }

    @Test
    void everyValueOfADetailStandsBesideItAndNoOther() throws Exception {
        Map<String, Set<String>> values = new TreeMap<>();
        for (String detail : details()) {
            values.put(detail, new TreeSet<>(MORE.getOrDefault(detail, List.of())));
            for (String type : VALUES.getOrDefault(detail, List.of())) {
                values.get(detail).addAll(texts(type));
            }
            values.get(detail).remove("");
        }

        assertThat(table()).isEqualTo(values);
    }

    private static Set<String> details() throws IllegalAccessException {
        Set<String> details = new TreeSet<>();
        for (Field constant : EventDetail.class.getFields()) {
            details.add((String) constant.get(null));
        }
        return details;
    }

    private static List<String> texts(String source) throws ReflectiveOperationException {
        String[] typeAndMember = source.split("#");
        Class<?> type = Class.forName("io.github.keycloaktwofactor." + typeAndMember[0]);
        List<String> texts = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (typeAndMember.length > 1) {
                Field field = type.getDeclaredField(typeAndMember[1]);
                field.setAccessible(true);
                texts.add((String) field.get(constant));
            } else {
                Method text = Stream.of(type.getDeclaredMethods())
                        .filter(method -> Set.of("text", "column").contains(method.getName()))
                        .findFirst()
                        .orElseThrow();
                text.setAccessible(true);
                texts.add((String) text.invoke(constant));
            }
        }
        return texts;
    }

    private static List<String> usedBesides(Set<String> details) throws IOException {
        Pattern written = Pattern.compile("\"(two_factor[a-z_]*)\"");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> found = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                written.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .filter(detail -> !details.contains(detail))
                        .forEach(found::add);
            }
            return found;
        }
    }

    /** The details and, in order, what the column of values holds as code. */
    private static Map<String, Set<String>> table() throws IOException {
        return Files.readString(Path.of("docs/security.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| Detail |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> codes(cells[1]).iterator().next(),
                        cells -> codes(cells[3]),
                        (one, other) -> {
                            one.addAll(other);
                            return one;
                        },
                        TreeMap::new));
    }

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
