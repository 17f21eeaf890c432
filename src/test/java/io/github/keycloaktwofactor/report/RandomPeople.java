package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * People made at random: roles of the realm and of clients, composites across both, nested groups with roles, users with and
 * without the default role, disabled ones, some with an authenticator or a key. The same seed makes the same people.
 */
final class RandomPeople {

    private static final long SEED = Long.getLong("report.seed", 20261130);

    private static final int ROLES = 24;
    private static final int CLIENTS = 3;
    private static final int CLIENT_ROLES = 5;
    private static final int AT_ONCE = 250;

    private static final String OTP =
            "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}";
    private static final String KEY =
            "{\"aaguid\":\"\",\"credentialId\":\"AAAA\",\"counter\":0,\"credentialPublicKey\":\"AAAA\"}";

    private final Random random = new Random(SEED);
    private final TestRealm realm;

    private RandomPeople(TestRealm realm) {
        this.realm = realm;
    }

    /** Puts them into the realm. */
    static void into(TestRealm realm, int people) {
        RandomPeople made = new RandomPeople(realm);
        made.importing(Map.of("clients", made.clients(), "roles", made.roles()));
        made.importing(Map.of("groups", made.groups("g", 3, "")));
        made.users(people);
        made.exemptions(people);
    }

    /** Of users and of roles; some have ended. */
    private void exemptions(int people) {
        realm.realmRole("unused-role");
        List.of("r17", "c0/k2", "unused-role").forEach(role -> exempt("role", role, Duration.ofDays(10)));
        for (int i = 0; i < 40; i++) {
            TestUser user = realm.find("p%05d".formatted(random.nextInt(people / 40) + i * (people / 40)));
            exempt("user", user.id(), i % 4 == 0 ? Duration.ofSeconds(60) : Duration.ofDays(1 + random.nextInt(30)));
        }
        exempt("role", "r16", Duration.ofSeconds(60));
        realm.server().clock().advance(Duration.ofSeconds(61));
    }

    private void exempt(String kind, String whom, Duration length) {
        long until = realm.server().clock().now().plus(length).toEpochMilli();
        realm.rest().post("/two-factor/exemptions", Map.of(kind, whom, "until", until, "reason", "at random"));
    }

    private void importing(Map<String, ?> what) {
        Map<String, Object> body = new HashMap<>(what);
        body.put("ifResourceExists", "FAIL");
        realm.rest().post("/partialImport", body);
    }

    private List<Map<String, Object>> clients() {
        return IntStream.range(0, CLIENTS)
                .mapToObj(client -> Map.<String, Object>of("clientId", "c" + client, "publicClient", true))
                .toList();
    }

    /** Composites only of roles with a higher number, so that there is no circle. */
    private Map<String, Object> roles() {
        List<Map<String, Object>> ofRealm = new ArrayList<>();
        for (int role = 0; role < ROLES; role++) {
            ofRealm.add(role("r" + role, role));
        }
        Map<String, Object> ofClients = new HashMap<>();
        for (int client = 0; client < CLIENTS; client++) {
            List<Map<String, Object>> roles = new ArrayList<>();
            for (int role = 0; role < CLIENT_ROLES; role++) {
                roles.add(role("k" + role, ROLES / 2 + 2 * role));
            }
            ofClients.put("c" + client, roles);
        }
        return Map.of("realm", ofRealm, "client", ofClients);
    }

    private Map<String, Object> role(String name, int number) {
        Map<String, Object> role = new HashMap<>(Map.of("name", name));
        if (random.nextInt(3) == 0 && number + 1 < ROLES) {
            Map<String, Object> parts = new HashMap<>();
            parts.put("realm", List.of("r" + (number + 1 + random.nextInt(ROLES - number - 1))));
            if (name.startsWith("r") && random.nextBoolean()) {
                int above = Math.max(0, (number - ROLES / 2) / 2 + 1);
                if (above < CLIENT_ROLES) {
                    parts.put(
                            "client",
                            Map.of(
                                    "c" + random.nextInt(CLIENTS),
                                    List.of("k" + (above + random.nextInt(CLIENT_ROLES - above)))));
                }
            }
            role.put("composite", true);
            role.put("composites", parts);
        }
        return role;
    }

    private List<Map<String, Object>> groups(String prefix, int depth, String above) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Map<String, Object> group = new HashMap<>();
            String path = above + "/" + prefix + i;
            group.put("name", prefix + i);
            // The partial import looks for what it has made by this.
            group.put("path", path);
            if (random.nextInt(3) == 0) {
                group.put("realmRoles", List.of("r" + random.nextInt(ROLES)));
            }
            if (random.nextInt(5) == 0) {
                group.put(
                        "clientRoles",
                        Map.of("c" + random.nextInt(CLIENTS), List.of("k" + random.nextInt(CLIENT_ROLES))));
            }
            group.put("subGroups", depth == 1 ? List.of() : groups(prefix + i, depth - 1, path));
            groups.add(group);
        }
        return groups;
    }

    private void users(int people) {
        List<Map<String, Object>> users = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            users.add(user("p%05d".formatted(i)));
            if (users.size() == AT_ONCE) {
                importing(Map.of("users", users));
                users = new ArrayList<>();
            }
        }
        if (!users.isEmpty()) {
            importing(Map.of("users", users));
        }
    }

    private Map<String, Object> user(String name) {
        Map<String, Object> user = new HashMap<>();
        user.put("username", name);
        user.put("email", name + "@example.org");
        user.put("enabled", random.nextInt(20) != 0);
        List<String> roles = new ArrayList<>();
        if (random.nextInt(5) != 0) {
            roles.add("default-roles-" + realm.name());
        }
        IntStream.range(0, random.nextInt(3)).forEach(i -> roles.add("r" + random.nextInt(ROLES)));
        user.put("realmRoles", roles.stream().distinct().toList());
        Map<String, Object> clientRoles = new HashMap<>();
        if (random.nextInt(4) == 0) {
            clientRoles.put("c" + random.nextInt(CLIENTS), List.of("k" + random.nextInt(CLIENT_ROLES)));
        }
        if (random.nextInt(25) == 0) {
            clientRoles.put("realm-management", List.of(random.nextBoolean() ? "view-users" : "realm-admin"));
        }
        user.put("clientRoles", clientRoles);
        user.put("groups", random.nextInt(2) == 0 ? List.of(group()) : List.of());
        user.put("credentials", credentials());
        return user;
    }

    private String group() {
        StringBuilder path = new StringBuilder();
        String name = "g";
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            name += random.nextInt(3);
            path.append('/').append(name);
        }
        return path.toString();
    }

    private List<Map<String, Object>> credentials() {
        List<Map<String, Object>> credentials = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            credentials.add(
                    Map.of("type", "otp", "secretData", "{\"value\":\"12345678901234567890\"}", "credentialData", OTP));
        }
        if (random.nextInt(8) == 0) {
            credentials.add(Map.of("type", "webauthn", "secretData", "{}", "credentialData", KEY));
        }
        if (random.nextInt(8) == 0) {
            credentials.add(Map.of("type", "webauthn-passwordless", "secretData", "{}", "credentialData", KEY));
        }
        return credentials;
    }
}
