package io.github.keycloaktwofactor.attempt;

/** What became of a code or of a password. */
public enum Verdict {
    /** Right, counted and claimed: it will never be accepted again. */
    ACCEPTED(""),
    /** Not one of this user. Counted. */
    WRONG("wrong"),
    /** A right code that was used before. Counted. */
    USED("used"),
    /** Came during a wait: neither looked at nor counted. */
    WAITING("waiting"),
    /** The factor is off after too many wrong codes: neither looked at nor counted. */
    OFF("off"),
    /** Nothing that could be a code of this user. Not counted. */
    MALFORMED("malformed"),
    /** Nothing was typed. Not counted. */
    EMPTY("empty");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The value of the event detail {@code two_factor_reason}, and the name that templates know; empty for no refusal. */
    public String text() {
        return text;
    }
}
