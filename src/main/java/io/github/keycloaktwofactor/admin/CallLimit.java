package io.github.keycloaktwofactor.admin;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponseException;

/**
 * Limits how many calls of a kind this node handles at once, for each realm and for all of them. Calls that read all
 * users load the database, and an export holds a thread and a connection for as long as the client reads: sign-ins must
 * not wait for them. {@link Places} decides how realms share the limit, so that the administrators of one or two realms
 * cannot lock out all others. A single realm gets half of it.
 */
final class CallLimit {

    /** Summaries and previews of the whole realm. */
    static final CallLimit NUMBERS = new CallLimit(4, 5);

    /** Pages of the report. */
    static final CallLimit PAGES = new CallLimit(16, 2);

    static final CallLimit EXPORTS = new CallLimit(4, 30);

    private final Places places;
    private final int retryAfterSeconds;

    CallLimit(int most, int retryAfterSeconds) {
        this.places = new Places(most);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Runs the call, or responds with 429 if too many are running. */
    <T> T within(String realmId, Supplier<T> work) {
        Runnable end = begin(realmId);
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
    Runnable begin(String realmId) {
        return tryBegin(realmId)
                .orElseThrow(() -> new ErrorResponseException(Response.status(Response.Status.TOO_MANY_REQUESTS)
                        .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(new ErrorRepresentation(null, "Too many such calls at once. Try again later.", null))
                        .build()));
    }

    /** The same; empty if too many are running. */
    Optional<Runnable> tryBegin(String realmId) {
        if (!places.take(realmId)) {
            return Optional.empty();
        }
        AtomicBoolean ended = new AtomicBoolean();
        return Optional.of(() -> {
            if (ended.compareAndSet(false, true)) {
                places.giveBack(realmId);
            }
        });
    }
}
