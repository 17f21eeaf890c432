package io.github.keycloaktwofactor.server;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The clock of a server. It only ever goes forward, for all realms of the server at once. On a server that somebody else
 * started ({@code -Dkeycloak=url}) and that lacks the test clock, moving it means waiting. Stock Keycloak's own TOTP check reads the machine's
 * clock and not this one: codes for it are made with {@link Instant#now()}.
 */
public final class ServerTime {
    private final Supplier<List<String>> nodes;
    private long offsetSeconds;

    ServerTime(String baseUrl) {
        this(() -> List.of(baseUrl));
    }

    /**
     * The clock of servers that must agree on the time.
     *
     * @param nodes the addresses of those that run
     */
    ServerTime(Supplier<List<String>> nodes) {
        this.nodes = nodes;
    }

    private static URI on(String node) {
        return URI.create(node + "/realms/master/test-clock");
    }

    /** What time the server believes it is. */
    public Instant now() {
        HttpResponse<String> answer =
                Http.send(HttpRequest.newBuilder(on(nodes.get().get(0))).build());
        return moves(answer) ? Instant.ofEpochMilli(Long.parseLong(answer.body())) : Instant.now();
    }

    /** Moves the clock forward by whole seconds. */
    public synchronized void advance(Duration duration) {
        if (offsetSeconds == 0) {
            // An earlier run may have moved the clock of a server that was up already; it must not go back.
            offsetSeconds = Math.max(
                    0, Math.round(Duration.between(Instant.now(), now()).toMillis() / 1000.0));
        }
        boolean moved = true;
        for (String node : nodes.get()) {
            HttpRequest move = HttpRequest.newBuilder(on(node))
                    .header("Content-Type", "text/plain")
                    .PUT(HttpRequest.BodyPublishers.ofString(Long.toString(offsetSeconds + duration.toSeconds())))
                    .build();
            moved &= moves(Http.send(move));
        }
        if (moved) {
            offsetSeconds += duration.toSeconds();
        } else {
            Instant end = Instant.now().plus(duration);
            Await.until(
                    "the real clock",
                    duration.plusSeconds(5),
                    () -> Instant.now().isBefore(end) ? Optional.empty() : Optional.of(end));
        }
    }

    private static boolean moves(HttpResponse<String> answer) {
        if (answer.statusCode() == 200) {
            return true;
        }
        if ("url".equals(System.getProperty("keycloak"))) {
            return false;
        }
        throw new IllegalStateException("The test clock answers " + answer.statusCode() + " " + answer.body());
    }

    /** Puts a server that was started again at the time where it was. */
    void restore() {
        if (offsetSeconds > 0) {
            advance(Duration.ZERO);
        }
    }

    /**
     * Moves the clock to shortly after the start of the next time step of {@code period} seconds, so that a test has
     * nearly a whole step before it.
     *
     * @return the server's time then
     */
    public Instant awaitStepStart(int period) {
        long intoStep = Math.floorMod(now().getEpochSecond(), period);
        advance(Duration.ofSeconds(period - intoStep));
        return now();
    }
}
