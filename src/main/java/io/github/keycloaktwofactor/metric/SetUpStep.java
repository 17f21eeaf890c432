package io.github.keycloaktwofactor.metric;

/** How far a set-up came. */
public enum SetUpStep {
    /** A user was led to the set-up, or began it: once in a sign-in. */
    SHOWN("shown"),
    /** A code was typed that the new key does not give. */
    WRONG_CODE("wrong-code"),
    /** A right code was typed; the authenticator and the recovery codes are stored. */
    CONFIRMED("confirmed"),
    /** The user said that the recovery codes are saved. */
    CODES_SAVED("codes-saved"),
    /** A user who was led to the set-up left it. */
    LEFT("left");

    private final String text;

    SetUpStep(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
