package io.github.keycloaktwofactor.enrolment;

/** What is wrong with a confirmation, as the set-up page says it. */
enum SetupError {
    WRONG("wrong"),
    /** The code of a key that was thrown away. */
    EARLIER("earlier"),
    MALFORMED("malformed"),
    EMPTY("empty"),
    /** There is no pending key: reloaded, left, or confirmed elsewhere. */
    GONE("gone"),
    /** The pending key is ten minutes old. */
    EXPIRED("expired");

    private final String text;

    SetupError(String text) {
        this.text = text;
    }

    /** The name that the template knows. */
    String text() {
        return text;
    }
}
