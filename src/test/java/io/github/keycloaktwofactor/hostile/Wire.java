package io.github.keycloaktwofactor.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends what no ordinary client would. */
final class Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI server;

    Wire(String baseUrl) {
        this.server = URI.create(baseUrl);
    }

    WireAnswer send(WireRequest request) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(request.bytes(server.getAuthority()));
            socket.getOutputStream().flush();
            return WireAnswer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        }
    }
}
