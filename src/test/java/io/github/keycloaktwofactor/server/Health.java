package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What the health check of a server says of two-factor. It is up whatever the realms do. */
public final class Health {

    private final KeycloakServer server;

    public Health(KeycloakServer server) {
        this.server = server;
    }

    /** What it says of a realm, empty if nothing. */
    public String of(TestRealm realm) {
        return report().path(realm.name()).asText();
    }

    /** How many findings the posture of a realm has, empty if they were not counted yet. */
    public String findings(TestRealm realm) {
        return data("two-factor-findings").path(realm.name()).asText();
    }

    /** Of each realm that has the guard, by its name. */
    public JsonNode report() {
        return data("two-factor");
    }

    private JsonNode data(String name) {
        HttpResponse<String> answer =
                Http.send(HttpRequest.newBuilder(URI.create(server.managementUrl() + "/health/ready"))
                        .build());
        if (answer.statusCode() != 200) {
            throw new AssertionError("Not ready: " + answer.body());
        }
        for (JsonNode check : json(answer.body()).path("checks")) {
            if (check.path("name").asText().equals(name)
                    && check.path("status").asText().equals("UP")) {
                return check.path("data");
            }
        }
        throw new AssertionError("No check " + name + " that is up in " + answer.body());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
