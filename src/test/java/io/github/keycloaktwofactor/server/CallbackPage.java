package io.github.keycloaktwofactor.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The application that people sign in to: one page, titled "Signed in", that a sign-in leads back to. */
final class CallbackPage {
    private static final byte[] PAGE = """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Signed in</title></head>
            <body><h1>Signed in</h1></body></html>""".getBytes(StandardCharsets.UTF_8);
    private static final HttpServer SERVER = start();

    private CallbackPage() {}

    /** The application's origin. */
    static String origin() {
        return "http://localhost:" + SERVER.getAddress().getPort();
    }

    static String address() {
        return origin() + "/callback";
    }

    private static HttpServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", CallbackPage::answer);
            server.setExecutor(runnable -> {
                Thread thread = new Thread(runnable, "callback");
                thread.setDaemon(true);
                thread.start();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
        }
    }
}
