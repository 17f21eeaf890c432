package io.github.keycloaktwofactor.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A browser with cookies of the attacker's choice. */
public final class CookieJar {

    private static final int MOST_REDIRECTS = 10;

    private CookieJar() {}

    /** Opens an address with these cookies and no others, whatever the server would like to set. */
    public static HttpResponse<String> follow(String url, String cookies) {
        HttpClient client = HttpClient.newHttpClient();
        URI next = URI.create(url);
        for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
            HttpRequest request =
                    HttpRequest.newBuilder(next).header("Cookie", cookies).build();
            HttpResponse<String> answer = send(client, request);
            if (answer.statusCode() / 100 != 3) {
                return answer;
            }
            next = next.resolve(answer.headers().firstValue("Location").orElseThrow());
        }
        throw new AssertionError("Redirected for ever from " + url);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
