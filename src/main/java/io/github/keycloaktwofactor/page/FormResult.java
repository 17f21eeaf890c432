package io.github.keycloaktwofactor.page;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The result of a posted form.
 *
 * @param kind how it ended
 * @param response the response to send; null if the user may continue
 */
public record FormResult(Kind kind, @Nullable Response response) {

    /** How a posted form ended. */
    public enum Kind {
        /** The user may continue. */
        PASSED,
        /** A code was refused; the page says why. */
        REFUSED,
        /** Another page; no code was involved. */
        SHOWN,
        /** The user cancelled an action that they or an application had started. */
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
