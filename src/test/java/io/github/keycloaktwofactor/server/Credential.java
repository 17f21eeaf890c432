package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A stored credential as admin REST shows it.
 *
 * @param id the row's id
 * @param type such as {@code otp}
 * @param label what its owner calls it, if anything
 * @param credentialData its public part
 * @param json all that admin REST told
 */
public record Credential(String id, String type, @Nullable String label, JsonNode credentialData, JsonNode json) {
    static Credential of(JsonNode json) {
        try {
            return new Credential(
                    json.path("id").asText(),
                    json.path("type").asText(),
                    json.path("userLabel").textValue(),
                    Http.JSON.readTree(json.path("credentialData").asText("{}")),
                    json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
