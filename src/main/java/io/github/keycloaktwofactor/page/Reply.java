package io.github.keycloaktwofactor.page;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a posted form of ours leads to.
 *
 * @param kind how it ended
 * @param response what to send; null when the person may go on
 */
public record Reply(Kind kind, @Nullable Response response) {

    /** How a posted form ended. */
    public enum Kind {
        /** The person may go on. */
        PASSED,
        /** A code was refused; the page says why. */
        REFUSED,
        /** Another page, no code involved. */
        SHOWN,
        /** The person gave up an action that an application or they themselves had started. */
        LEFT
    }

    public static Reply passed() {
        return new Reply(Kind.PASSED, null);
    }

    public static Reply refused(Response page) {
        return new Reply(Kind.REFUSED, page);
    }

    public static Reply shown(Response page) {
        return new Reply(Kind.SHOWN, page);
    }

    public static Reply left() {
        return new Reply(Kind.LEFT, null);
    }
}
