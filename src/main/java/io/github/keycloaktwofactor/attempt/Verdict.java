package io.github.keycloaktwofactor.attempt;

/** Whether a code or a password was accepted, or why not. */
public enum Verdict {
    /** Right, counted and claimed: it will never be accepted again. */
    ACCEPTED(""),
    /** Not a code of this user. Counted. */
    WRONG("wrong"),
    /** A replay: a right code that was used before. Counted. */
    USED("used"),
    /** Came during a wait: neither checked nor counted. */
    WAITING("waiting"),
    /** The factor is blocked after too many wrong codes: neither checked nor counted. */
    OFF("off"),
    /** Malformed: cannot be a code of this user. Not counted. */
    MALFORMED("malformed"),
    /** Nothing was entered. Not counted. */
    EMPTY("empty");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The value of the event detail {@code two_factor_reason}, and in templates; empty if accepted. */
    public String text() {
        return text;
    }
}
