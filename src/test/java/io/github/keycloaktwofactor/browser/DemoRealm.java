package io.github.keycloaktwofactor.browser;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The demo's realm as {@code mvn -Pdemo} imports it, under a name of its own. */
final class DemoRealm implements AutoCloseable {

    static final String PASSWORD = "demo";

    private static final Path FILE =
            Path.of(System.getProperty("basedir", "")).resolve("src/demo/realm/demo-realm.json");

    private final KeycloakServer server;
    private final String name;

    private DemoRealm(KeycloakServer server, String name) {
        this.server = server;
        this.name = name;
    }

    static DemoRealm on(KeycloakServer server) {
        String name = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        String realm = read().replace("\"realm\": \"demo\"", "\"realm\": \"" + name + "\"")
                .replace("\"default-roles-demo\"", "\"default-roles-" + name + "\"");
        server.admin().post("", realm);
        return new DemoRealm(server, name);
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String account() {
        return server.baseUrl() + "/realms/" + name + "/account/";
    }

    /** One more person who is an admin by a role, as Ada is. */
    void addAdmin(String username) {
        rest().post(
                        "/users",
                        Map.of(
                                "username",
                                username,
                                "enabled",
                                true,
                                "email",
                                username + "@acme.example",
                                "emailVerified",
                                true,
                                "firstName",
                                "Ada",
                                "lastName",
                                "Another",
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD))));
        String user = rest().get("/users?exact=true&username=" + username)
                .path(0)
                .path("id")
                .asText();
        String client = rest().get("/clients?clientId=realm-management")
                .path(0)
                .path("id")
                .asText();
        JsonNode role = rest().get("/clients/" + client + "/roles/realm-admin");
        rest().post("/users/" + user + "/role-mappings/clients/" + client, List.of(role));
    }

    AdminRest rest() {
        return server.admin().below("/" + name);
    }

    @Override
    public void close() {
        rest().delete("");
    }
}
