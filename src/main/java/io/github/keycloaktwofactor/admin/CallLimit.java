package io.github.keycloaktwofactor.admin;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponseException;

/**
 * Limits how many calls of a kind this node handles at once. Calls that read all users load the database, and an export
 * holds a thread and a connection for as long as the client reads: sign-ins must not wait for them.
 */
final class CallLimit {

    /** Summaries and previews of the whole realm. */
    static final CallLimit NUMBERS = new CallLimit(2, 5);

    /** Pages of the report. */
    static final CallLimit PAGES = new CallLimit(8, 2);

    static final CallLimit EXPORTS = new CallLimit(2, 30);

    private final Semaphore free;
    private final int retryAfterSeconds;

    CallLimit(int most, int retryAfterSeconds) {
        this.free = new Semaphore(most);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Runs the call, or responds with 429 if too many are running. */
    <T> T within(Supplier<T> work) {
        Runnable end = begin();
        try {
            return work.get();
        } finally {
            end.run();
        }
    }

    /**
     * Begins a call that is completed later, or responds with 429.
     *
     * @return ends the call; repeated runs have no effect
     */
    Runnable begin() {
        return tryBegin()
                .orElseThrow(() -> new ErrorResponseException(Response.status(Response.Status.TOO_MANY_REQUESTS)
                        .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(new ErrorRepresentation(null, "Too many such calls at once. Try again later.", null))
                        .build()));
    }

    /** The same; empty if too many are running. */
    Optional<Runnable> tryBegin() {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        AtomicBoolean ended = new AtomicBoolean();
        return Optional.of(() -> {
            if (ended.compareAndSet(false, true)) {
                free.release();
            }
        });
    }
}
