package io.github.keycloaktwofactor.whatif;

/** How a user comes to an application. The names are a contract of the admin REST API. */
public enum Way {
    /** With a password, in a browser without a session or trusted device of the user. */
    BROWSER,
    /** With the cookie of an SSO session. */
    COOKIE,
    /** The application sends the password itself (resource owner password credentials). */
    PASSWORD_GRANT,
    /** Through an identity provider. */
    IDENTITY_PROVIDER,
    /** The application refreshes the tokens of a session. */
    REFRESH,
    /** With a password, in a browser that is a trusted device of the user. */
    TRUSTED_DEVICE
}
