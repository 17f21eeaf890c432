package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.OwnRealm;
import io.github.keycloaktwofactor.server.Permissions;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The table of administrative rights in {@code docs/security.md} says what can be done with each right of Keycloak alone:
 * each is tried by admin REST. A right of the server that has no row makes this fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdministrativeRightsIT {

    private static final Pattern TOKEN = Pattern.compile("`([^`]+)`");
    private static final String MASTER = "master";

    @OwnRealm
    private TestRealm realm;

    private Permissions permissions;
    private RightScene scene;

    @BeforeAll
    void setUp() {
        realm.update(Map.of("accessTokenLifespan", 3600));
        permissions = Permissions.of(realm);
        scene = RightScene.on(realm);
    }

    @Test
    void eachRightCanDoWhatItsRowSaysAndNoMore() throws IOException {
        Map<List<String>, String> written = rows();
        Map<List<String>, String> found = new LinkedHashMap<>();
        for (List<String> right : rightsOf(written.keySet())) {
            found.put(right, marks(right));
        }

        assertThat(lines(found)).isEqualTo(lines(written, found.keySet()));
    }

    /** Those of the rows that this version of the server knows, and those of the server that have no row. */
    private Set<List<String>> rightsOf(Set<List<String>> rows) {
        Set<List<String>> known = known();
        Set<List<String>> rights = rows.stream()
                .filter(row -> row.contains(MASTER) || row.stream().allMatch(token -> known.contains(List.of(token))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        rights.addAll(known);
        return rights;
    }

    private Set<List<String>> known() {
        Set<List<String>> rights = new LinkedHashSet<>();
        realm.rest()
                .get("/clients/" + realm.clientUuid("realm-management") + "/roles")
                .forEach(role -> rights.add(List.of(role.path("name").asText())));
        for (JsonNode resource : permissions.rest().get("/resource?deep=true&max=100")) {
            String type = resource.path("name").asText();
            resource.path("scopes")
                    .forEach(scope ->
                            rights.add(List.of(type + ": " + scope.path("name").asText())));
        }
        return rights;
    }

    private String marks(List<String> right) {
        if (right.contains(MASTER)) {
            return ofMaster(right.get(0));
        }
        if (!right.get(0).contains(":")) {
            String role = "realm-management/" + right.get(0);
            TestUser self = scene.self().grant(role);
            String marks = scene.tryAll(scene.asSelf());
            realm.find(self.name()).revoke(role);
            return scene.renewed(marks);
        }
        String policy = permissions.user(scene.self());
        List<String> permitted = new ArrayList<>();
        for (String permission : right) {
            String[] parts = permission.split(": ");
            permitted.add(permissions.permit(parts[0], parts[1], policy));
        }
        String marks = scene.tryAll(scene.asSelf());
        permitted.forEach(permissions::remove);
        return scene.renewed(marks);
    }

    private String ofMaster(String role) {
        KeycloakServer server = realm.server();
        AdminRest master = server.admin().below("/" + MASTER);
        String name = "holder-of-" + role + "-" + realm.name();
        String id = master.post(
                        "/users",
                        Map.of(
                                "username",
                                name,
                                "enabled",
                                true,
                                "email",
                                name + "@example.org",
                                "firstName",
                                "First",
                                "lastName",
                                "Last",
                                "credentials",
                                List.of(Map.of("type", "password", "value", TestRealm.PASSWORD))))
                .createdId();
        try {
            master.post("/users/" + id + "/role-mappings/realm", List.of(master.get("/roles/" + role)));
            AdminRest holder = AdminRest.asAdministrator(server.baseUrl(), name, TestRealm.PASSWORD);
            return scene.renewed(scene.tryAll(holder.below("/" + realm.name())));
        } finally {
            master.delete("/users/" + id);
        }
    }

    private static String lines(Map<List<String>, String> rows) {
        return lines(rows, rows.keySet());
    }

    private static String lines(Map<List<String>, String> rows, Set<List<String>> rights) {
        return rights.stream()
                .map(right -> right + " | " + rows.getOrDefault(right, "has no row"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static Map<List<String>, String> rows() throws IOException {
        List<String> lines = Files.readString(Path.of("docs/security.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| Right |"))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(lines.get(0))
                .isEqualTo("| Right | "
                        + String.join(
                                " | ", Stream.of(Act.values()).map(Act::title).toList()) + " |");
        Map<List<String>, String> rows = new LinkedHashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] cells = line.split("\\|", 3);
            List<String> right = TOKEN.matcher(cells[1])
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
            rows.put(right, cells[2].strip().replaceAll(" \\|$", ""));
        }
        return rows;
    }
}
