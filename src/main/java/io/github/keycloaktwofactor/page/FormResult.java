package io.github.keycloaktwofactor.page;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a posted form of ours leads to.
 *
 * @param kind how it ended
 * @param response what to send; null when the person may go on
 */
public record FormResult(Kind kind, @Nullable Response response) {

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

    public static FormResult passed() {
        return new FormResult(Kind.PASSED, null);
    }

    public static FormResult refused(Response page) {
        return new FormResult(Kind.REFUSED, page);
    }

    public static FormResult shown(Response page) {
        return new FormResult(Kind.SHOWN, page);
    }

    public static FormResult left() {
        return new FormResult(Kind.LEFT, null);
    }
}
