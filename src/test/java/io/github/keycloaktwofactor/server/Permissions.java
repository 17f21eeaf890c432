package io.github.keycloaktwofactor.server;

import java.util.List;
import java.util.Map;

/** Fine-grained admin permissions (v2) of a test realm. */
public final class Permissions {

    private final TestRealm realm;
    private final AdminRest server;
    private int count;

    private Permissions(TestRealm realm) {
        this.realm = realm;
        this.server =
                realm.rest().below("/clients/" + realm.clientUuid("admin-permissions") + "/authz/resource-server");
    }

    /** Switches the permissions on. */
    public static Permissions of(TestRealm realm) {
        realm.update(Map.of("adminPermissionsEnabled", true));
        return new Permissions(realm);
    }

    public void off() {
        realm.update(Map.of("adminPermissionsEnabled", false));
    }

    /** Admin REST of what holds the permissions. */
    public AdminRest rest() {
        return server;
    }

    public String user(TestUser... users) {
        return policy(
                "user",
                Map.of("users", List.of(users).stream().map(TestUser::id).toList()));
    }

    public String role(String role) {
        String id = realm.rest().get("/roles/" + role).path("id").asText();
        return policy("role", Map.of("roles", List.of(Map.of("id", id))));
    }

    public String group(String path) {
        return policy("group", Map.of("groups", List.of(Map.of("id", realm.groupId(path), "extendChildren", false))));
    }

    /** A permission for all of a type, which has the name of its id. */
    public String permit(String type, String scope, String... policies) {
        return server.post(
                        "/permission/scope",
                        Map.of(
                                "name",
                                "permission-" + ++count,
                                "resourceType",
                                type,
                                "scopes",
                                List.of(scope),
                                "policies",
                                List.of(policies)))
                .body()
                .path("id")
                .asText();
    }

    public void remove(String permission) {
        server.delete("/permission/scope/" + permission);
    }

    private String policy(String type, Map<String, ?> what) {
        Map<String, Object> policy = new java.util.HashMap<>(what);
        policy.put("name", "policy-" + ++count);
        policy.put("logic", "POSITIVE");
        return server.post("/policy/" + type, policy).body().path("id").asText();
    }
}
