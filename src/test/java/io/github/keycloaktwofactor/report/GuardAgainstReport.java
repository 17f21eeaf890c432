package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds all that the report says of users against what the guard decides of each of them, under several policies. */
final class GuardAgainstReport {

    private static final int PAGE = 150;

    private final TestRealm realm;

    GuardAgainstReport(TestRealm realm) {
        this.realm = realm;
    }

    /** What the guard says of a user. */
    private record Decision(String obligation, boolean enrolled) {}

    /** The policies; the names are those that {@link RandomPeople} makes. */
    static Map<String, Map<String, Object>> policies(TestRealm realm) {
        Map<String, Map<String, Object>> policies = new TreeMap<>();
        policies.put("roles", Map.of("requiredRoles", List.of("r20", "c1/k3")));
        policies.put("client", Map.of("requiredRoles", List.of("c2/*"), "exemptRoles", List.of("r22", "c0/k4")));
        policies.put("administrators", Map.of("requireAdmins", true, "exemptRoles", List.of("r23")));
        policies.put(
                "administrators named",
                Map.of("requireAdmins", true, "adminRoles", List.of("r19"), "requiredRoles", List.of("r21")));
        policies.put("everyone", Map.of("requireEveryone", true, "exemptRoles", List.of("r18", "r23")));
        policies.put(
                "default role",
                Map.of(
                        "requiredRoles",
                        List.of("default-roles-" + realm.name()),
                        "exemptRoles",
                        List.of("c1/k4"),
                        "acceptOtherFactors",
                        List.of()));
        policies.put("nobody", Map.of("exemptRoles", List.of("r1")));
        return policies;
    }

    /** Saves a policy, and fails where the two differ. */
    void agreeUnder(Map<String, Object> policy) throws IOException, InterruptedException {
        realm.rest().put("/two-factor/policy", policy);
        agree();
    }

    void agree() throws IOException, InterruptedException {
        Map<String, Decision> decided = decided();
        Map<String, JsonNode> rows = new TreeMap<>();
        pages("").forEach(row -> rows.put(row.path("username").asText(), row));

        Map<String, String> byGuard = new TreeMap<>();
        Map<String, String> byReport = new TreeMap<>();
        decided.forEach(
                (name, decision) -> byGuard.put(name, "" + decision.obligation().equals("REQUIRED")));
        rows.forEach((name, row) -> byReport.put(name, row.path("required").toString()));
        assertThat(byReport).as("required").isEqualTo(byGuard);

        Set<String> enabled = rows.values().stream()
                .filter(row -> row.path("enabled").asBoolean())
                .map(row -> row.path("username").asText())
                .collect(Collectors.toSet());
        Map<String, Predicate<Decision>> filters = new HashMap<>();
        filters.put("required", decision -> decision.obligation().equals("REQUIRED"));
        filters.put("exempt", decision -> decision.obligation().equals("EXEMPT"));
        filters.put("enrolled", Decision::enrolled);
        filters.put("lacking", decision -> !decision.enrolled());
        filters.put("required,lacking", decision -> decision.obligation().equals("REQUIRED") && !decision.enrolled());
        JsonNode summary = realm.rest().get("/two-factor/report/summary");
        Map<String, String> counted = Map.of(
                "required", "required",
                "exempt", "exempt",
                "enrolled", "enrolled",
                "required,lacking", "requiredLacking");
        filters.forEach((filter, wanted) -> {
            Set<String> expected = decided.entrySet().stream()
                    .filter(entry -> enabled.contains(entry.getKey()) && wanted.test(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(names(pages("filter=" + filter))).as(filter).isEqualTo(expected);
            if (counted.containsKey(filter)) {
                assertThat(summary.path(counted.get(filter)).asInt()).as(filter).isEqualTo(expected.size());
            }
        });
        assertThat(summary.path("users").asInt()).isEqualTo(rows.size());
        assertThat(summary.path("disabled").asInt()).isEqualTo(rows.size() - enabled.size());
        rows.values().stream()
                .filter(row -> row.has("exemptUntil"))
                .forEach(row -> assertThat(
                                decided.get(row.path("username").asText()).obligation())
                        .as(row.toString())
                        .isEqualTo("EXEMPT"));
        rows.values()
                .forEach(row -> assertThat(row.path("because").isEmpty())
                        .as(row.toString())
                        .isEqualTo(decided.get(row.path("username").asText())
                                .obligation()
                                .equals("NOT_REQUIRED")));
    }

    private Map<String, Decision> decided() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url("/test-clock/decisions")))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, Decision> decided = new TreeMap<>();
        answer.body().lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split("\t");
            if (!parts[0].startsWith("service-account-")) {
                decided.put(parts[0], new Decision(parts[1], Boolean.parseBoolean(parts[2])));
            }
        });
        return decided;
    }

    /** All pages of a query. */
    List<JsonNode> pages(String query) {
        return pages(realm.rest(), query, PAGE);
    }

    static List<JsonNode> pages(AdminRest rest, String query, int size) {
        List<JsonNode> rows = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = rest.get("/two-factor/report/users?max=" + size + "&" + query + after);
            page.path("users").forEach(rows::add);
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asText();
        } while (!after.isEmpty());
        return rows;
    }

    static Set<String> names(List<JsonNode> rows) {
        return rows.stream().map(row -> row.path("username").asText()).collect(Collectors.toCollection(TreeSet::new));
    }
}
