package io.github.keycloaktwofactor.attempt;

/** What became of a code. */
public enum Verdict {
    /** Right, counted and claimed: it will never be accepted again. */
    ACCEPTED,
    /** Not a code of this user. Counted. */
    WRONG,
    /** A right code that was used before. Counted. */
    USED,
    /** Came during a wait: neither looked at nor counted. */
    WAITING,
    /** The factor is off after too many wrong codes: neither looked at nor counted. */
    OFF
}
