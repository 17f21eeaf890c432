package io.github.keycloaktwofactor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.Permissions;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may call what: each call by everybody. {@code {user}} is an ordinary user, {@code {other}} another one, of whom no
 * fine-grained permission speaks, {@code {self}} the caller, {@code {unknown}} nobody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PermissionMatrixIT {

    private static final String MATRIX = """
            call                                | none user query-users view-users manage-users view-realm manage-realm realm-admin view-report help-desk fgap-one-user other-realm master
            GET                                 |  401  403         403        403          403        200          200         200         403       403           403         403    200
            GET policy                          |  401  403         403        403          403        200          200         200         403       403           403         403    200
            PUT policy                          |  401  403         403        403          403        403          200         200         403       403           403         403    200
            PATCH policy                        |  401  403         403        403          403        403          200         200         403       403           403         403    200
            POST setup?dryRun=true              |  401  403         403        403          403        403          200         200         403       403           403         403    200
            POST setup                          |  401  403         403        403          403        403          200         200         403       403           403         403    200
            DELETE setup                        |  401  403         403        403          403        403          200         200         403       403           403         403    200
            GET users/{user}                    |  401  403         403        200          200        403          403         200         403       200           200         403    200
            POST users/{user}/reset             |  401  403         403        403          200        403          403         200         403       200           200         403    200
            POST users/{user}/unlock            |  401  403         403        403          204        403          403         204         403       204           204         403    204
            DELETE users/{user}/trusted-devices |  401  403         403        403          204        403          403         204         403       204           204         403    204
            GET users/{other}                   |  401  403         403        200          200        403          403         200         403       200           403         403    200
            POST users/{other}/reset            |  401  403         403        403          200        403          403         200         403       200           403         403    200
            POST users/{other}/unlock           |  401  403         403        403          204        403          403         204         403       204           403         403    204
            DELETE users/{other}/trusted-devices|  401  403         403        403          204        403          403         204         403       204           403         403    204
            GET users/{self}                    |  401  403         403        200          200        403          403         200         403       200           403         403    404
            POST users/{self}/reset             |  401  403         403        403          403        403          403         403         403       403           403         403    404
            POST users/{self}/unlock            |  401  403         403        403          403        403          403         403         403       403           403         403    404
            DELETE users/{self}/trusted-devices |  401  403         403        403          403        403          403         403         403       403           403         403    404
            GET users/{unknown}                 |  401  403         403        404          404        403          403         404         403       404           403         403    404
            POST users/{unknown}/reset          |  401  403         403        403          404        403          403         404         403       404           403         403    404
            POST users/{unknown}/unlock         |  401  403         403        403          404        403          403         404         403       404           403         403    404
            DELETE users/{unknown}/trusted-devices| 401 403         403        403          404        403          403         404         403       404           403         403    404
            GET exemptions                      |  401  403         403        403          403        200          200         200         403       403           403         403    200
            POST exemptions/{other}             |  401  403         403        403          403        403          201         201         403       403           403         403    201
            POST exemptions/{self}              |  401  403         403        403          403        403          403         403         403       403           403         403    404
            POST exemptions/{unknown}           |  401  403         403        403          403        403          404         404         403       403           403         403    404
            POST exemptions/{role}              |  401  403         403        403          403        403          403         403         403       403           403         403    201
            DELETE exemptions/{unknown}         |  401  403         403        403          403        403          404         404         403       403           403         403    404
            """;

    private static final String REASON = "INC-4711";

    private final Map<String, Caller> callers = new LinkedHashMap<>();
    private TestRealm realm;
    private TestRealm elsewhere;
    private TestUser user;
    private TestUser other;

    @BeforeAll
    void setUp() {
        realm = KeycloakServer.shared().realm();
        realm.update(Map.of("accessTokenLifespan", 3600));
        elsewhere = KeycloakServer.shared().realm();
        elsewhere.update(Map.of("accessTokenLifespan", 3600));
        user = realm.user("helped");
        other = realm.user("colleague");
        realm.rest().post("/two-factor/setup", Map.of());

        callers.put("none", new Caller(realm.rest().as("no-token"), user.id()));
        add("user");
        Stream.of("query-users", "view-users", "manage-users", "view-realm", "manage-realm", "realm-admin")
                .forEach(right -> add(right, "realm-management/" + right));
        Stream.of("view-report", "help-desk").forEach(right -> add(right, "two-factor-admin/" + right));
        add("fgap-one-user");
        permit(realm.find("fgap-one-user"), user);
        TestUser theirs = elsewhere.user("their-admin", "realm-management/realm-admin");
        callers.put("other-realm", new Caller(realm.rest().as(elsewhere.adminToken(theirs.name())), theirs.id()));
        callers.put("master", new Caller(realm.rest(), masterAdminId()));
    }

    @AfterAll
    void tearDown() {
        realm.close();
        elsewhere.close();
    }

    static Stream<String> calls() {
        return MATRIX.lines().skip(1);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void eachCallIsAnsweredToWhoMayCallItAndToNobodyElse(String row) {
        String[] halves = row.split("\\|");
        String[] call = (halves[0].strip() + " ").split(" ", 2);

        Map<String, String> found = new LinkedHashMap<>();
        callers.forEach((name, caller) -> found.put(name, Integer.toString(status(caller, call[0], call[1].strip()))));

        assertThat(found).isEqualTo(expected(halves[1]));
    }

    @Test
    void theMatrixHasEveryCallThatThereIs() {
        List<String> there = calls().map(row -> row.split("\\|")[0].strip())
                .filter(call -> !call.contains("dryRun"))
                .map(call -> call.replaceAll("\\{(user|other|self|unknown|role)\\}", "{id}")
                        .replace("POST exemptions/{id}", "POST exemptions"))
                .distinct()
                .toList();

        assertThat(there)
                .containsAll(OpenApiIT.calls(TwoFactorAdminResource.class, "/two-factor")
                        .filter(
                                call -> call.matches(
                                        "\\S+ /two-factor(|/policy|/setup|/exemptions(|/\\{id\\})|/users/\\{id\\}(|/reset|/unlock|/trusted-devices))"))
                        .map(call -> call.replaceFirst(" /two-factor/?", " ").strip())
                        .toList());
    }

    private static Map<String, String> expected(String statuses) {
        List<String> names = words(MATRIX.lines().findFirst().orElseThrow().split("\\|")[1]);
        List<String> values = words(statuses);
        assertThat(values).hasSameSizeAs(names);
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            expected.put(names.get(i), values.get(i));
        }
        return expected;
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+"));
    }

    private int status(Caller caller, String method, String path) {
        if (path.startsWith("setup")) {
            // The roles went with the client that the last caller removed.
            realm.rest().post("/two-factor/setup", Map.of());
        }
        String address = path.replace("{user}", user.id())
                .replace("{other}", other.id())
                .replace("{role}", "default-roles-" + realm.name())
                .replace("{self}", caller.id())
                .replace("{unknown}", UUID.randomUUID().toString());
        if (path.startsWith("exemptions/") && method.equals("POST")) {
            return exempted(
                    caller, path.contains("{role}") ? "role" : "user", address.substring("exemptions/".length()));
        }
        int status = caller.rest()
                .send(method, "/two-factor" + (path.isEmpty() ? "" : "/" + withReason(address)), body(method, path))
                .status();
        if (path.equals("setup") && method.equals("DELETE") && status == 200) {
            realm.rest().post("/two-factor/setup", Map.of());
            Stream.of("view-report", "help-desk")
                    .forEach(right -> realm.find(right).grant("two-factor-admin/" + right));
        }
        return status;
    }

    /** What is added is taken away, so that the next caller can add it as well. */
    private int exempted(Caller caller, String kind, String target) {
        RestAnswer answer = caller.rest()
                .send(
                        "POST",
                        "/two-factor/exemptions",
                        Map.of(
                                kind,
                                target,
                                "until",
                                realm.server()
                                        .clock()
                                        .now()
                                        .plus(Duration.ofDays(2))
                                        .toEpochMilli(),
                                "reason",
                                REASON));
        if (answer.ok()) {
            realm.rest().delete("/two-factor/exemptions/" + answer.createdId() + "?reason=" + REASON);
        }
        return answer.status();
    }

    private static String withReason(String address) {
        return address.endsWith("trusted-devices") || address.startsWith("exemptions/")
                ? address + "?reason=" + REASON
                : address;
    }

    private static @Nullable Object body(String method, String path) {
        if (path.endsWith("/reset")) {
            return Map.of("what", List.of("waits", "trusted-devices"), "signOut", false, "reason", REASON);
        }
        if (path.endsWith("/unlock")) {
            return Map.of("reason", REASON);
        }
        return method.equals("GET") || method.equals("DELETE") ? null : Map.of();
    }

    private void add(String name, String... roles) {
        TestUser caller = realm.user(name, roles);
        callers.put(name, new Caller(realm.rest().as(realm.adminToken(caller.name())), caller.id()));
    }

    private void permit(TestUser who, TestUser on) {
        Permissions permissions = Permissions.of(realm);
        permissions
                .rest()
                .post(
                        "/permission/scope",
                        Map.of(
                                "name",
                                "one-user",
                                "resourceType",
                                "Users",
                                "resources",
                                List.of(on.id()),
                                "scopes",
                                List.of("view", "manage"),
                                "policies",
                                List.of(permissions.user(who))));
    }

    private String masterAdminId() {
        String admin = KeycloakServer.shared()
                .admin()
                .get("/master/users?exact=true&username=admin")
                .get(0)
                .path("id")
                .asText();
        assertThat(admin).isNotEmpty();
        return admin;
    }

    private record Caller(AdminRest rest, String id) {}
}
