package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The REST resource of the account console, as anybody may call it who has a token of the user. */
public record AccountRest(TestRealm realm, String accessToken) {

    /** The status of the answer. */
    public int delete(TestUser user, String type) {
        return send("DELETE", "/credentials/" + user.credentials(type).get(0).id())
                .statusCode();
    }

    /** Saves the person's own profile with these fields changed, as the console's form does. */
    public HttpResponse<String> change(Map<String, String> fields) {
        ObjectNode profile = (ObjectNode) json("/");
        fields.forEach(profile::put);
        return send("POST", "/", HttpRequest.BodyPublishers.ofString(profile.toString()));
    }

    /** What the console shows under "Signing in". */
    JsonNode credentials() {
        return json("/credentials");
    }

    /** The actions that the console offers to set credentials up, whichever the user has already. */
    public List<String> offeredActions() {
        List<String> actions = new ArrayList<>();
        credentials().forEach(type -> {
            if (type.hasNonNull("createAction")) {
                actions.add(type.path("createAction").asText());
            }
        });
        return actions;
    }

    /** The types of credentials that exist for the user, whether there is one or not. */
    JsonNode credentialTypes() {
        return json("/credentials?user-credentials=false");
    }

    private JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(send("GET", path).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** What the console calls the credentials of this type; it looks these texts up among its messages. */
    public List<String> labels(String type) {
        List<String> labels = new ArrayList<>();
        for (JsonNode listed : json("/credentials?type=" + type)) {
            listed.path("userCredentialMetadatas")
                    .forEach(row ->
                            labels.add(row.path("credential").path("userLabel").asText()));
        }
        return labels;
    }

    /** Whether the console would offer to delete credentials of this type. */
    public boolean offersToDelete(String type) {
        String list = send("GET", "/credentials").body();
        int start = list.indexOf("\"type\":\"" + type + "\"");
        int end = list.indexOf("\"userCredentialMetadatas\"", start);
        return start >= 0 && end >= 0 && list.substring(start, end).contains("\"removeable\":true");
    }

    private HttpResponse<String> send(String method, String path) {
        return send(method, path, HttpRequest.BodyPublishers.noBody());
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url("/account" + path)))
                .header("Authorization", "Bearer " + accessToken)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join();
    }
}
