package io.github.keycloaktwofactor.enrolment;

/** Why a confirmation was refused, as shown on the set-up page. */
enum SetupError {
    WRONG("wrong"),
    /** The code of a discarded key. */
    EARLIER("earlier"),
    MALFORMED("malformed"),
    EMPTY("empty"),
    /** There is no pending key: it was discarded by a reload, cancelled, or confirmed elsewhere. */
    GONE("gone"),
    /** The pending key is ten minutes old. */
    EXPIRED("expired");

    private final String text;

    SetupError(String text) {
        this.text = text;
    }

    /** Its name in the template. */
    String text() {
        return text;
    }
}
