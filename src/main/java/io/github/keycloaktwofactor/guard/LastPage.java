package io.github.keycloaktwofactor.guard;

/** The page that a verified sign-in may have to show before it completes. */
enum LastPage {
    /** New recovery codes to save, or the offer of a new set. */
    CODES,
    /** How many recovery codes are left after one was used. */
    RECOVERY_CODE_USED,
    /** A first set of recovery codes, for users who have none. */
    CODES_MISSING,
    NONE
}
