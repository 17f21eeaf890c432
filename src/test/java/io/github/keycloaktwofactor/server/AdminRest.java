package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keycloak's admin REST, below one address, as the server's administrator or with a given token. */
public final class AdminRest {
    private final String root;
    private final Token token;

    private AdminRest(String root, Token token) {
        this.root = root;
        this.token = token;
    }

    /** As the administrator of the master realm; paths are relative to {@code /admin/realms}. */
    public static AdminRest asAdministrator(String baseUrl, String user, String password) {
        return new AdminRest(baseUrl + "/admin/realms", new Token(() -> {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(baseUrl + "/realms/master/protocol/openid-connect/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(Http.form(Map.of(
                            "grant_type",
                            "password",
                            "client_id",
                            "admin-cli",
                            "username",
                            user,
                            "password",
                            password))))
                    .build();
            HttpResponse<String> answer = Http.send(request);
            JsonNode accessToken = new RestAnswer(answer.statusCode(), answer.body(), answer.headers())
                    .body()
                    .path("access_token");
            if (!accessToken.isTextual()) {
                throw new IllegalStateException("The administrator cannot sign in: " + answer.body());
            }
            return accessToken.textValue();
        }));
    }

    /** Where clients of the realm register themselves, each with a token of its own. */
    public AdminRest registration() {
        return new AdminRest(root.replace("/admin/realms/", "/realms/") + "/clients-registrations", token);
    }

    /** The same address, with somebody's access token. */
    public AdminRest as(String accessToken) {
        return new AdminRest(root, new Token(() -> accessToken));
    }

    /** The access token that is used now, for a request that is no ordinary one. */
    public String accessToken() {
        return token.current();
    }

    /** The same person, with all paths below {@code path}. */
    public AdminRest below(String path) {
        return new AdminRest(root + path, token);
    }

    /** What the server as a whole offers: its providers, protocols and mappers. */
    public JsonNode serverInfo() {
        return new AdminRest(root.replaceFirst("/admin/.*", "/admin"), token).get("/serverinfo");
    }

    /** @throws IllegalStateException when the answer is not 2xx, as do all methods here but {@link #send} */
    public JsonNode get(String path) {
        return expect("GET", path, null).body();
    }

    public RestAnswer post(String path, Object body) {
        return expect("POST", path, body);
    }

    /** Posts form fields, where Keycloak takes no JSON. */
    public void postForm(String path, Map<String, String> fields) {
        RestAnswer answer = authorized(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Http.form(fields))));
        if (!answer.ok()) {
            throw new IllegalStateException("POST " + root + path + " → " + answer.status() + " " + answer.text());
        }
    }

    public RestAnswer put(String path, Object body) {
        return expect("PUT", path, body);
    }

    public RestAnswer delete(String path) {
        return expect("DELETE", path, null);
    }

    public RestAnswer delete(String path, Object body) {
        return expect("DELETE", path, body);
    }

    private RestAnswer expect(String method, String path, @Nullable Object body) {
        RestAnswer answer = send(method, path, body);
        if (!answer.ok()) {
            throw new IllegalStateException(
                    method + " " + root + path + " " + body + " → " + answer.status() + " " + answer.text());
        }
        return answer;
    }

    /** Sends and returns whatever comes back. A text is sent as it is, anything else as JSON. */
    public RestAnswer send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = request(path).header("Accept", "application/json, */*;q=0.5");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(json(body)));
        }
        return authorized(request);
    }

    /** Puts plain text, which is no JSON. */
    RestAnswer putText(String path, String text) {
        return authorized(request(path)
                .header("Content-Type", "text/plain; charset=utf-8")
                .PUT(HttpRequest.BodyPublishers.ofString(text)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path));
    }

    /** Once more with another token if the first one has run out, as it does when the clock is moved. */
    private RestAnswer authorized(HttpRequest.Builder request) {
        String used = token.current();
        RestAnswer answer = exchange(request, used);
        return answer.status() == 401 ? exchange(request, token.insteadOf(used)) : answer;
    }

    private static RestAnswer exchange(HttpRequest.Builder request, String accessToken) {
        HttpResponse<String> answer = Http.send(
                request.setHeader("Authorization", "Bearer " + accessToken).build());
        return new RestAnswer(answer.statusCode(), answer.body(), answer.headers());
    }

    private static String json(Object body) {
        try {
            return body instanceof String text ? text : Http.JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An access token, fetched when first needed and again when the server no longer takes it. */
    private static final class Token {
        private final Supplier<String> signIn;
        private @Nullable String value;

        Token(Supplier<String> signIn) {
            this.signIn = signIn;
        }

        synchronized String current() {
            String current = value;
            if (current == null) {
                current = signIn.get();
                value = current;
            }
            return current;
        }

        synchronized String insteadOf(String stale) {
            if (stale.equals(value)) {
                value = null;
            }
            return current();
        }
    }
}
