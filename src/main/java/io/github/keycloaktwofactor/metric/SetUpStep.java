package io.github.keycloaktwofactor.metric;

/** How far a set-up got. */
public enum SetUpStep {
    /** The user was sent to the set-up, or started it: once per sign-in. */
    SHOWN("shown"),
    /** The code did not match the new key. */
    WRONG_CODE("wrong-code"),
    /** The code was right; authenticator and recovery codes are stored. */
    CONFIRMED("confirmed"),
    /** The user confirmed that the recovery codes are saved. */
    CODES_SAVED("codes-saved"),
    /** A user who was sent to the set-up signed out instead. */
    LEFT("left");

    private final String text;

    SetUpStep(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
