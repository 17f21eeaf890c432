package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Roles of a test realm, named {@code role} or {@code client/role}, and what they are mapped to. */
final class TestRoles {
    private final AdminRest realm;
    private final TestClients clients;

    TestRoles(AdminRest realm, TestClients clients) {
        this.realm = realm;
        this.clients = clients;
    }

    void create(String name) {
        realm.post(collection(name), Map.of("name", simple(name)));
    }

    void rename(String name, String newName) {
        realm.put(address(name), Map.of("name", newName));
    }

    void delete(String name) {
        realm.delete(address(name));
    }

    /** Makes the first a composite of the others. */
    void compose(String name, String... parts) {
        List<JsonNode> roles = List.of(parts).stream().map(this::get).toList();
        realm.post(address(name) + "/composites", roles);
    }

    /** Maps roles to the user or group whose admin REST is given. */
    void map(AdminRest owner, String... names) {
        for (String name : names) {
            owner.post(mapping(name), List.of(get(name)));
        }
    }

    void unmap(AdminRest owner, String... names) {
        for (String name : names) {
            owner.delete(mapping(name), List.of(get(name)));
        }
    }

    private JsonNode get(String name) {
        return realm.get(address(name));
    }

    private String mapping(String name) {
        int slash = name.lastIndexOf('/');
        return "/role-mappings/" + (slash < 0 ? "realm" : "clients/" + clients.uuid(name.substring(0, slash)));
    }

    private String address(String name) {
        return collection(name) + "/" + Http.segment(simple(name));
    }

    private String collection(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "/roles" : "/clients/" + clients.uuid(name.substring(0, slash)) + "/roles";
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
