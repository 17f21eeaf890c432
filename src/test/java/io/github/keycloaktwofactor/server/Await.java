package io.github.keycloaktwofactor.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something to become true by asking again and again. */
public final class Await {
    private static final Duration START = Duration.ofMinutes(5);

    private Await() {}

    /** Asks until there is an answer, for ten seconds; the message says what was awaited. */
    public static <T> T until(String what, Supplier<Optional<T>> question) {
        return until(what, Duration.ofSeconds(10), question);
    }

    /** Asks until there is an answer, for as long as {@code patience} lasts. */
    public static <T> T until(String what, Duration patience, Supplier<Optional<T>> question) {
        Instant end = Instant.now().plus(patience);
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Waited " + patience.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    static void reachable(String url, BooleanSupplier alive, Supplier<String> log) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .build();
        until(url, START, () -> {
            if (!alive.getAsBoolean()) {
                throw new IllegalStateException("The server ended before it answered:\n" + tail(log.get()));
            }
            return answers(request) ? Optional.of(true) : Optional.empty();
        });
    }

    private static boolean answers(HttpRequest request) {
        try {
            return Http.CLIENT
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String tail(String log) {
        return log.substring(Math.max(0, log.length() - 8000));
    }
}
