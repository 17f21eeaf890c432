package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/openapi.yaml} says what the server does, and all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiIT {

    @OwnRealm
    private TestRealm realm;

    private JsonNode described;

    @BeforeAll
    void setUp() throws IOException {
        realm.rest().post("/two-factor/setup", Map.of());
        described = new ObjectMapper()
                .valueToTree(new Yaml().load(Files.readString(java.nio.file.Path.of("docs", "openapi.yaml"))));
    }

    @Test
    void itHasEveryCallAndNoOther() {
        List<String> there = new ArrayList<>();
        described
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> there.add(method.toUpperCase() + " " + path.getKey())));

        assertThat(there)
                .containsExactlyInAnyOrderElementsOf(
                        calls(TwoFactorAdminResource.class, "/two-factor").toList());
    }

    @Test
    void everySettingHasItsTypeAndItsDefault() {
        JsonNode policy = realm.rest().get("/two-factor/policy");
        Map<String, JsonNode> defaults = new HashMap<>();
        schema("Policy")
                .path("properties")
                .properties()
                .forEach(setting ->
                        defaults.put(setting.getKey(), setting.getValue().path("default")));

        assertThat(defaults.keySet()).containsExactlyInAnyOrderElementsOf(names(policy));
        policy.properties()
                .forEach(setting ->
                        assertThat(setting.getValue()).as(setting.getKey()).isEqualTo(defaults.get(setting.getKey())));
    }

    @Test
    void everyChoiceOfASettingCanBeSaved() {
        schema("Policy")
                .path("properties")
                .properties()
                .forEach(setting -> setting.getValue()
                        .path("enum")
                        .forEach(choice -> assertThat(realm.rest()
                                        .send(
                                                "PATCH",
                                                "/two-factor/policy",
                                                Map.of(setting.getKey(), choice.textValue()))
                                        .status())
                                .as(setting.getKey() + " " + choice)
                                .isEqualTo(200)));
        realm.rest().put("/two-factor/policy", Map.of());
    }

    @Test
    void theAnswersHaveTheFieldsThatItNames() {
        JsonNode state = realm.rest().get("/two-factor");
        assertThat(names(schema("State").path("properties"))).containsAll(names(state));
        schema("State")
                .path("required")
                .forEach(field -> assertThat(state.has(field.textValue())).isTrue());

        JsonNode finding = realm.rest().get("/two-factor/posture").get(0);
        assertThat(names(finding)).isEqualTo(names(schema("Finding").path("properties")));
        assertThat(names(finding.path("object")))
                .isEqualTo(names(schema("Finding").at("/properties/object/properties")));
        assertThat(names(state.path("findings")))
                .isEqualTo(names(schema("State").at("/properties/findings/properties")));

        RestAnswer refused = realm.rest().send("PUT", "/two-factor/policy", Map.of("waitSeconds", 1, "unknown", 1));
        assertThat(names(refused.body())).isEqualTo(new TreeSet<>(List.of("errorMessage", "errors")));

        JsonNode change = realm.rest()
                .post("/two-factor/setup?dryRun=true", Map.of("policy", Map.of("requireEveryone", true)))
                .body()
                .path("changes")
                .get(0);
        assertThat(names(change)).isEqualTo(new TreeSet<>(names(schema("Change").path("properties"))));
    }

    @Test
    void aUserHasTheFieldsThatItNames() {
        TestUser user = realm.user("described");
        JsonNode details = schema("UserDetails").path("allOf").get(1);
        TreeSet<String> described = names(schema("UserRow").path("properties"));
        described.addAll(names(details.path("properties")));

        JsonNode answer = realm.rest().get("/two-factor/users/" + user.id());

        assertThat(described).containsAll(names(answer));
        Stream.of(schema("UserRow"), details)
                .flatMap(part -> StreamSupport.stream(part.path("required").spliterator(), false))
                .forEach(field -> assertThat(answer.has(field.textValue()))
                        .as(field.textValue())
                        .isTrue());
        assertThat(names(answer.path("failures")))
                .isEqualTo(names(details.path("properties").path("failures").path("properties")));

        JsonNode reset = this.described.at(
                "/paths/~1two-factor~1users~1{id}~1reset/post/requestBody/content/application~1json/schema");
        reset.at("/properties/what/items/enum")
                .forEach(what -> assertThat(realm.rest()
                                .send(
                                        "POST",
                                        "/two-factor/users/" + user.id() + "/reset",
                                        Map.of("what", List.of(what.textValue()), "reason", "described"))
                                .status())
                        .as(what.textValue())
                        .isEqualTo(200));
    }

    @Test
    void theReportHasTheFieldsThatItNames() {
        realm.user("somebody").importOtp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

        has("Summary", realm.rest().get("/two-factor/report/summary"));
        has("User", realm.rest().get("/two-factor/report/users").path("users").get(0));
        has("Preview", realm.rest().post("/two-factor/policy/preview", Map.of()).body());
    }

    @Test
    void anExemptionHasTheFieldsThatItNames() {
        long until = realm.server().clock().now().plus(Duration.ofDays(1)).toEpochMilli();
        realm.realmRole("described-role");
        for (Map<String, String> whom :
                List.of(Map.of("user", realm.user("exempted").id()), Map.of("role", "described-role"))) {
            Map<String, Object> request = new HashMap<>(whom);
            request.put("until", until);
            request.put("reason", "described");
            has(
                    "Exemption",
                    realm.rest().post("/two-factor/exemptions", request).body());
        }
        realm.rest().get("/two-factor/exemptions").forEach(one -> has("Exemption", one));
    }

    private void has(String schema, JsonNode answer) {
        assertThat(names(schema(schema).path("properties"))).containsAll(names(answer));
        schema(schema)
                .path("required")
                .forEach(field -> assertThat(answer.has(field.textValue()))
                        .as(field.textValue())
                        .isTrue());
    }

    private JsonNode schema(String name) {
        return described.path("components").path("schemas").path(name);
    }

    private static TreeSet<String> names(JsonNode node) {
        TreeSet<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What the annotations of a resource, and of those that it leads to, answer. */
    static Stream<String> calls(Class<?> resource, String path) {
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> calls(method, path));
    }

    private static Stream<String> calls(Method method, String above) {
        Path part = method.getAnnotation(Path.class);
        String path = part == null ? above : above + "/" + part.value();
        List<String> verbs = Arrays.stream(method.getAnnotations())
                .flatMap(annotation ->
                        Stream.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class)))
                .map(HttpMethod::value)
                .toList();
        return verbs.isEmpty() && part != null
                ? calls(method.getReturnType(), path)
                : verbs.stream().map(verb -> verb + " " + path);
    }
}
