package io.github.keycloaktwofactor.notification;

/** What happened to a user's two-factor, as events tell it; which mails follow is decided later. */
enum EventKind {
    ENABLED,
    DISABLED,
    REPLACED,
    NEW_CODES,
    /** Recovery codes that take no others' place. */
    FIRST_CODES,
    DEVICE_REMEMBERED,
    /** A replaced token of a trusted device was shown: somebody has a copy. */
    DEVICE_COPIED,
    /** An authenticator was stored by a page that is not ours. */
    AUTHENTICATOR_STORED,
    /** An authenticator was removed by a page that is not ours. */
    AUTHENTICATOR_REMOVED,
    /** A passkey or security key was stored. */
    KEY_ADDED,
    KEY_REMOVED,
    CODES_REMOVED,
    RECOVERY_CODE_USED,
    /** One of Keycloak's own recovery codes was used. */
    STOCK_RECOVERY_CODE_USED,
    /** A code was refused and counted. */
    CODE_REFUSED,
    /** The account got another e-mail address in a session of the user. */
    ADDRESS_CHANGED,
    /** An administrator, or something else that is not the user, has changed the e-mail address. */
    ADDRESS_SET,
    /** An administrator has set a password. */
    PASSWORD_SET,
    /** An administrator has removed factors, ended waits or signed the user out, by our REST API. */
    HELPED;

    /** Whether it is no change of two-factor itself, and so is told only to users who have it or must have it. */
    boolean ofAccount() {
        return this == ADDRESS_CHANGED || this == ADDRESS_SET || this == PASSWORD_SET;
    }
}
