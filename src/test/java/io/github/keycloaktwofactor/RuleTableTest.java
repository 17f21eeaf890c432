package io.github.keycloaktwofactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} and the tests that cite a rule say the same of each other. */
final class RuleTableTest {

    private static final Path PAGE = Path.of("docs/rules.md");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\d+)\\. ");
    private static final Pattern HELD_BY = Pattern.compile("(?m)^Held by ((?:`\\w+`[,.]\\s+)+)");
    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+)`");
    /** Such as "rule 3" and "rules 2, 3 and 4". */
    private static final Pattern CITATION = Pattern.compile("\\b[Rr]ules? (\\d+(?:(?:,| and|, and) \\d+)*)(?!\\d)");

    private static final Pattern LINE_OF_A_COMMENT = Pattern.compile("\\n\\s*(?:\\*(?!/)|//)\\s*");

    @Test
    void theRulesAreNumberedFromOneToSeventeen() throws IOException {
        assertThat(numbers()).isEqualTo(IntStream.rangeClosed(1, 17).boxed().toList());
    }

    @Test
    void everyRuleListsTheTestsThatCiteItAndNoOther() throws IOException {
        Map<Integer, Set<String>> citing = new TreeMap<>();
        for (Path file : sources("src/test/java")) {
            String name = file.getFileName().toString().replace(".java", "");
            if ((name.endsWith("Test") || name.endsWith("IT")) && !name.equals("RuleTableTest")) {
                for (int rule : citedIn(file)) {
                    citing.computeIfAbsent(rule, none -> new TreeSet<>()).add(name);
                }
            }
        }

        assertThat(listed()).isEqualTo(citing);
    }

    @Test
    void everyRuleIsHeldByATest() throws IOException {
        assertThat(listed().keySet()).containsExactlyElementsOf(numbers());
    }

    @Test
    void noRuleIsCitedThatIsNotThere() throws IOException {
        List<Path> files = new ArrayList<>(sources("src/main/java"));
        files.addAll(sources("src/test/java"));
        files.addAll(Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                .map(Path::of)
                .toList());
        try (Stream<Path> documents = Files.walk(Path.of("docs"))) {
            documents.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        Set<Integer> rules = Set.copyOf(numbers());

        for (Path file : files) {
            assertThat(rules).as("%s", file).containsAll(citedIn(file));
        }
    }

    private static List<Integer> numbers() throws IOException {
        return SECTION.matcher(Files.readString(PAGE))
                .results()
                .map(section -> Integer.valueOf(section.group(1)))
                .toList();
    }

    private static Map<Integer, Set<String>> listed() throws IOException {
        Map<Integer, Set<String>> listed = new TreeMap<>();
        for (String section : Files.readString(PAGE).split("(?m)(?=^## )")) {
            Matcher heading = SECTION.matcher(section);
            Matcher tests = HELD_BY.matcher(section);
            if (heading.find() && tests.find()) {
                listed.put(
                        Integer.valueOf(heading.group(1)),
                        TEST_CLASS
                                .matcher(tests.group(1))
                                .results()
                                .map(test -> test.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return listed;
    }

    private static Set<Integer> citedIn(Path file) throws IOException {
        String text = LINE_OF_A_COMMENT.matcher(Files.readString(file)).replaceAll(" ");
        return CITATION.matcher(text)
                .results()
                .flatMap(citation -> Stream.of(citation.group(1).split("\\D+")))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> sources(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
