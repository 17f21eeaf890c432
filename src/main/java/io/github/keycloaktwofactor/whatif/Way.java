package io.github.keycloaktwofactor.whatif;

/** How a user comes to an application. The names are a contract of the admin REST API. */
public enum Way {
    /** With a password, in a browser that knows nothing of the user. */
    BROWSER,
    /** By the cookie of an SSO session. */
    COOKIE,
    /** The application sends the password itself. */
    PASSWORD_GRANT,
    /** Through an identity provider. */
    IDENTITY_PROVIDER,
    /** The application refreshes the tokens of a session. */
    REFRESH,
    /** With a password, in a browser that is a trusted device of the user. */
    TRUSTED_DEVICE
}
