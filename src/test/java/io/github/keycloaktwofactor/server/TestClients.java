package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clients of a test realm. */
final class TestClients {
    private final AdminRest realm;

    TestClients(AdminRest realm) {
        this.realm = realm;
    }

    /** A public client for browsers and the password grant; {@code more} replaces or adds fields. */
    void create(String clientId, Map<String, ?> more) {
        Map<String, Object> client = new HashMap<>(Map.of(
                "clientId", clientId,
                "publicClient", true,
                "standardFlowEnabled", true,
                "directAccessGrantsEnabled", true,
                "consentRequired", false,
                "fullScopeAllowed", true,
                "redirectUris", List.of(CallbackPage.origin() + "/*"),
                "webOrigins", List.of("+")));
        client.putAll(more);
        realm.post("/clients", client);
    }

    String uuid(String clientId) {
        JsonNode found = realm.get("/clients?clientId=" + Http.encode(clientId));
        if (found.size() != 1) {
            throw new IllegalArgumentException("No client " + clientId);
        }
        return found.get(0).path("id").asText();
    }

    void update(String clientId, Map<String, ?> fields) {
        String address = "/clients/" + uuid(clientId);
        ObjectNode client = (ObjectNode) realm.get(address);
        fields.forEach((field, value) -> client.set(field, Http.JSON.valueToTree(value)));
        realm.put(address, client);
    }
}
