package io.github.keycloaktwofactor.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Metrics are a contract with dashboards and alerts: the page lists them, and our own samples name no others. */
final class MetricsPageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(two_factor_[a-z_]+)` \\| ([^|]+) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NAMED = Pattern.compile("\\btwo_factor_[a-z_]+");
    /** A metric with what is asked of its labels. */
    private static final Pattern ASKED = Pattern.compile("\\b(two_factor_[a-z_]+)\\{([^}]*)}");

    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=|!=|=~|!~)\\s*\"([^\"]*)\"");
    private static final Pattern ALERT_ROW = Pattern.compile("(?m)^\\| `(TwoFactor\\w+)` \\|");

    @Test
    void everyMetricStandsInThePageWithItsLabelsAndNoOther() throws IOException {
        Map<String, List<String>> listed = new HashMap<>();
        ROW.matcher(page())
                .results()
                .forEach(row -> listed.put(
                        row.group(1),
                        CODE.matcher(row.group(2))
                                .results()
                                .map(code -> code.group(1))
                                .toList()));

        assertThat(listed)
                .isEqualTo(Stream.of(Metric.values()).collect(Collectors.toMap(Metric::shown, Metric::labels)));
    }

    @Test
    void everyValueOfALabelStandsInThePage() throws IOException {
        String page = page();
        assertThat(Stream.of(SetUpStep.values()))
                .allSatisfy(step -> assertThat(page).contains("`" + step.text() + "`"));
    }

    @Test
    void theDashboardIsOneAndNamesWhatThereIs() throws IOException {
        JsonNode dashboard =
                JSON.readTree(Path.of("docs/grafana-dashboard.json").toFile());

        assertThat(dashboard.path("title").asText()).isNotEmpty();
        assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
        List<Integer> ids = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            ids.add(panel.path("id").asInt());
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("gridPos").path("x").asInt()
                            + panel.path("gridPos").path("w").asInt())
                    .isLessThanOrEqualTo(24);
            assertThat(panel.path("targets")).isNotEmpty();
            panel.path("targets")
                    .forEach(target -> questions.add(target.path("expr").asText()));
        }
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        assertNamesWhatThereIs(questions);
        assertThat(named(questions)).as("nothing is left out").isEqualTo(shown());
    }

    @Test
    void theAlertsAreRulesAndNameWhatThereIs() throws IOException {
        JsonNode rules = JSON.valueToTree(new Yaml().load(Files.readString(Path.of("docs/prometheus-alerts.yml"))))
                .path("groups")
                .path(0)
                .path("rules");

        List<String> alerts = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (JsonNode rule : rules) {
            alerts.add(rule.path("alert").asText());
            questions.add(rule.path("expr").asText());
            assertThat(rule.path("labels").path("severity").asText()).isIn("critical", "warning", "info");
            assertThat(rule.path("annotations").path("summary").asText()).isNotEmpty();
            assertThat(rule.path("annotations").path("description").asText()).endsWith(".");
        }
        assertThat(alerts)
                .isNotEmpty()
                .containsExactlyElementsOf(ALERT_ROW
                        .matcher(page())
                        .results()
                        .map(row -> row.group(1))
                        .toList());
        assertNamesWhatThereIs(questions);
    }

    private static void assertNamesWhatThereIs(List<String> questions) throws IOException {
        String page = page();
        assertThat(questions).allSatisfy(question -> {
            assertThat(question.chars().filter(c -> c == '(').count())
                    .isEqualTo(question.chars().filter(c -> c == ')').count());
            assertThat(named(List.of(question))).isNotEmpty().isSubsetOf(shown());
            for (MatchResult asked : ASKED.matcher(question).results().toList()) {
                Metric metric = Stream.of(Metric.values())
                        .filter(one -> one.shown().equals(asked.group(1)))
                        .findFirst()
                        .orElseThrow();
                Matcher label = LABEL.matcher(asked.group(2));
                while (label.find()) {
                    assertThat(metric.labels()).contains(label.group(1));
                    assertThat(page).contains("`" + label.group(2) + "`");
                }
            }
        });
    }

    private static TreeSet<String> named(List<String> questions) {
        return questions.stream()
                .flatMap(question -> NAMED.matcher(question).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> shown() {
        return Stream.of(Metric.values()).map(Metric::shown).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/metrics.md"));
    }
}
