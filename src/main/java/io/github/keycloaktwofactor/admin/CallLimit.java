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
 * How many calls of a kind this node answers at once. Those that look at all users keep the database busy, and an export keeps
 * a thread and a connection for as long as the other side reads: sign-ins must not wait for them.
 */
final class CallLimit {

    /** Numbers of the whole realm. */
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

    /** Does the work, or ends the call with 429 while too many are at work. */
    <T> T within(Supplier<T> work) {
        Runnable end = begin();
        try {
            return work.get();
        } finally {
            end.run();
        }
    }

    /**
     * Begins a call whose work is done later, or ends it with 429.
     *
     * @return what ends it; a second time it does nothing
     */
    Runnable begin() {
        return tryBegin()
                .orElseThrow(() -> new ErrorResponseException(Response.status(Response.Status.TOO_MANY_REQUESTS)
                        .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(new ErrorRepresentation(null, "Too many such calls at once. Try again later.", null))
                        .build()));
    }

    /** The same; empty while too many are at work. */
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
