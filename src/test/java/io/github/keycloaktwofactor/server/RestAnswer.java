package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What a REST call got back.
 *
 * @param status the HTTP status
 * @param text the body as it came
 * @param headers the answer's headers
 */
public record RestAnswer(int status, String text, HttpHeaders headers) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; a missing node when there is none. */
    public JsonNode body() {
        try {
            return text.isBlank()
                    ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                    : Http.JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("Not JSON: " + text, e);
        }
    }

    /** The last part of the {@code Location} header: the id of what was created. */
    public String createdId() {
        String location = headers.firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
