package io.github.keycloaktwofactor.guard;

import com.sun.net.httpserver.HttpServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What approves a sign-in by CIBA: the server sends it each request, and it answers that the person agreed. */
public final class AuthenticationDevice implements AutoCloseable {

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final HttpServer server;

    public AuthenticationDevice() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
    }

    public String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    /** Agrees to the request that came last. */
    public void agree(TestRealm realm) throws IOException, InterruptedException {
        String bearer = requests.poll(10, TimeUnit.SECONDS);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(realm.url("/protocol/openid-connect/ext/ciba/auth/callback")))
                                .header("Authorization", bearer)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"status\":\"SUCCEED\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
