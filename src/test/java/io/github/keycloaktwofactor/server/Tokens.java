package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * The token endpoint's answer, good or bad.
 *
 * @param status the HTTP status
 * @param body the JSON
 */
public record Tokens(int status, JsonNode body) {
    static Tokens of(RestAnswer answer) {
        return new Tokens(answer.status(), answer.body());
    }

    public boolean ok() {
        return status == 200;
    }

    /** Empty when there was none. */
    public String error() {
        return body.path("error").asText();
    }

    public String errorDescription() {
        return body.path("error_description").asText();
    }

    public String accessToken() {
        return required("access_token");
    }

    public String refreshToken() {
        return required("refresh_token");
    }

    public String idToken() {
        return required("id_token");
    }

    public JsonNode accessClaims() {
        return claims(accessToken());
    }

    public JsonNode idClaims() {
        return claims(idToken());
    }

    private String required(String name) {
        if (!body.path(name).isTextual()) {
            throw new IllegalStateException("No " + name + " in " + status + " " + body);
        }
        return body.path(name).textValue();
    }

    private static JsonNode claims(String token) {
        try {
            return Http.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
