package io.github.keycloaktwofactor.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The back-channel logout endpoint of a client. It responds at once, with an error, or only when released: until then
 * it sends a byte now and then, so that no read timeout ends the wait.
 */
final class LogoutReceiver implements AutoCloseable {

    private static final int SERVER_ERROR = 500;

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private volatile boolean hangs;
    private volatile boolean fails;

    LogoutReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    LogoutReceiver hanging() {
        hangs = true;
        return this;
    }

    LogoutReceiver failing() {
        fails = true;
        return this;
    }

    /** The attributes of a client that is notified here. */
    Map<String, ?> client() {
        return Map.of(
                "attributes",
                Map.of(
                        "backchannel.logout.url",
                        "http://localhost:" + server.getAddress().getPort() + "/",
                        "backchannel.logout.session.required",
                        "true"));
    }

    /** The next logout token; null if none comes for ten seconds. */
    @Nullable
    String next() throws InterruptedException {
        return tokens.poll(10, TimeUnit.SECONDS);
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    void release() {
        released.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            tokens.add(URLDecoder.decode(form.replace("logout_token=", ""), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(fails ? SERVER_ERROR : 200, 0);
            while (hangs && !isReleased()) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        }
    }

    private boolean isReleased() {
        try {
            return released.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
