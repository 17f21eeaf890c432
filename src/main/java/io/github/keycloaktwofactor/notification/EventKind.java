package io.github.keycloaktwofactor.notification;

/** What happened to a user's two-factor, according to events; which mails are sent is decided later. */
enum EventKind {
    ENABLED,
    DISABLED,
    REPLACED,
    NEW_CODES,
    /** The first recovery codes, which replace none. */
    FIRST_CODES,
    DEVICE_REMEMBERED,
    /** A rotated token of a trusted device was replayed: there is a copy. */
    DEVICE_COPIED,
    /** An authenticator was stored through a page that is not ours. */
    AUTHENTICATOR_STORED,
    /** An authenticator was removed through a page that is not ours. */
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
    /** The email address was changed in a session of the user. */
    ADDRESS_CHANGED,
    /** The email address was changed by an administrator or anything else but the user. */
    ADDRESS_SET,
    /** An administrator has set a password. */
    PASSWORD_SET,
    /** An administrator has removed factors, ended waits or signed the user out, by our REST API. */
    HELPED;

    /** Whether it does not change two-factor itself, so that only users who have it or are required to have it are notified. */
    boolean ofAccount() {
        return this == ADDRESS_CHANGED || this == ADDRESS_SET || this == PASSWORD_SET;
    }
}
