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

    /** A client with the secret "secret" and a service account; {@code more} replaces or adds fields. */
    void createService(String clientId, Map<String, ?> more) {
        Map<String, Object> client =
                new HashMap<>(Map.of("publicClient", false, "secret", "secret", "serviceAccountsEnabled", true));
        client.putAll(more);
        create(clientId, client);
    }

    /** The same with one resource, "thing", to which it permits whatever is asked. */
    void createResources(String clientId, Map<String, ?> more) {
        Map<String, Object> client = new HashMap<>(Map.of(
                "authorizationServicesEnabled",
                true,
                "authorizationSettings",
                Map.of("policyEnforcementMode", "PERMISSIVE", "decisionStrategy", "UNANIMOUS")));
        client.putAll(more);
        createService(clientId, client);
        realm.post("/clients/" + uuid(clientId) + "/authz/resource-server/resource", Map.of("name", "thing"));
    }

    /** Lets access tokens of the one client be used at the other. */
    void addAudience(String clientId, String audience) {
        realm.post(
                "/clients/" + uuid(clientId) + "/protocol-mappers/models",
                Map.of(
                        "name",
                        "audience",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of("included.client.audience", audience, "access.token.claim", "true")));
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
