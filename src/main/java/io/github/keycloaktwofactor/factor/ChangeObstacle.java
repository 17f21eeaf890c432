package io.github.keycloaktwofactor.factor;

/** Why somebody must not change now how a user signs in. */
public enum ChangeObstacle {
    /** An administrator acts in the user's name. */
    IMPERSONATED("two-factor-notice-impersonated"),
    /** The user has a second factor, and it was not given here, or not in time. */
    NOT_PROVED("two-factor-notice-not-proved");

    private final String message;

    ChangeObstacle(String message) {
        this.message = message;
    }

    /** Key of the text that says so. */
    public String message() {
        return message;
    }
}
