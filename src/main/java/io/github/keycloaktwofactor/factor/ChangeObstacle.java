package io.github.keycloaktwofactor.factor;

/** Why the factors or the address of a user must not be changed now. */
public enum ChangeObstacle {
    /** Impersonation by an administrator. */
    IMPERSONATED("two-factor-notice-impersonated"),
    /** The user has a second factor, and it was not passed in this session, or too long ago. */
    NOT_PROVED("two-factor-notice-not-proved");

    private final String message;

    ChangeObstacle(String message) {
        this.message = message;
    }

    /** Message key. */
    public String message() {
        return message;
    }
}
