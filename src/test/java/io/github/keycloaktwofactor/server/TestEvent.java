package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user event that the realm has kept.
 *
 * @param type such as {@code LOGIN_ERROR}
 * @param error Keycloak's error code; null for an event of success
 * @param details the event's details, empty when it has none
 */
public record TestEvent(
        String type,
        Instant time,
        @Nullable String userId,
        @Nullable String clientId,
        @Nullable String sessionId,
        @Nullable String error,
        Map<String, String> details) {
    static TestEvent of(JsonNode json) {
        Map<String, String> details = new LinkedHashMap<>();
        json.path("details")
                .properties()
                .forEach(d -> details.put(d.getKey(), d.getValue().asText()));
        return new TestEvent(
                json.path("type").asText(),
                Instant.ofEpochMilli(json.path("time").asLong()),
                json.path("userId").textValue(),
                json.path("clientId").textValue(),
                json.path("sessionId").textValue(),
                json.path("error").textValue(),
                details);
    }

    /** One detail, null when the event lacks it. */
    public @Nullable String detail(String name) {
        return details.get(name);
    }
}
