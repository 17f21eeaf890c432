package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.server.TestRealm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Changes an e-mail address by the account API, as anybody may who has a token of the user. */
record OwnAddress(TestRealm realm, String username, String accessToken) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The status of the answer. */
    int changeTo(String address) {
        String profile = "{\"username\":\"%s\",\"email\":\"%s\",\"firstName\":\"First\",\"lastName\":\"Last\"}"
                .formatted(username, address);
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url("/account/")))
                .header("Authorization", "Bearer " + accessToken)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Harness/1.0")
                .POST(HttpRequest.BodyPublishers.ofString(profile))
                .build();
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .statusCode();
    }
}
