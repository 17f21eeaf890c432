package io.github.keycloaktwofactor.store;

/** The state tables could not be read or written. Nobody is signed in then (fail closed). */
public final class StateUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StateUnavailableException(String message) {
        super(message);
    }

    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
