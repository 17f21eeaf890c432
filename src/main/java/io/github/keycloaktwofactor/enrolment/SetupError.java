package io.github.keycloaktwofactor.enrolment;

/** What is wrong with a confirmation, as the set-up page says it. */
enum SetupError {
    WRONG("wrong"),
    MALFORMED("malformed"),
    EMPTY("empty"),
    /** There is no pending key: reloaded, left, confirmed elsewhere, or ten minutes old. */
    GONE("gone");

    private final String text;

    SetupError(String text) {
        this.text = text;
    }

    /** The name that the template knows. */
    String text() {
        return text;
    }
}
