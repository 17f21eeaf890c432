package io.github.keycloaktwofactor.guard;

/** What a verified sign-in may have to see before it ends. */
enum LastPage {
    /** New recovery codes to save, or the offer of a new set. */
    CODES,
    /** How many recovery codes are left after one was used. */
    RECOVERY_CODE_USED,
    /** A first set of recovery codes, for somebody who has none. */
    CODES_MISSING,
    NONE
}
