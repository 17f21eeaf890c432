package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** A device that waits for somebody to sign in for it (RFC 8628). */
record DeviceCode(TestRealm realm, String code, String address) {

    static DeviceCode ask(TestRealm realm) {
        // A client that accepts HTML is shown the page on which a person types the code.
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url("/protocol/openid-connect/auth/device")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("scope=openid&client_id=" + House.DEVICE))
                .build();
        String answer = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
        try {
            JsonNode device = new ObjectMapper().readTree(answer);
            return new DeviceCode(
                    realm,
                    device.path("device_code").asText(),
                    device.path("verification_uri_complete").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
    }

    /** What the device gets when it asks. */
    Tokens tokens() {
        return realm.token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "client_id",
                House.DEVICE,
                "device_code",
                code));
    }
}
