package io.github.keycloaktwofactor.whatif;

/** What becomes of a sign-in. The names are a contract of the admin REST API. */
public enum Outcome {
    /** The application is answered. */
    SIGNED_IN,
    /** A code of the authenticator, or a recovery code, is asked for. */
    ASKED_FOR_CODE,
    /** The user's other factor, such as a passkey, is asked for. */
    OTHER_FACTOR,
    /** Two-factor is set up first, and whatever Keycloak proves before that. */
    SET_UP,
    /** Neither signed in nor asked for anything. */
    REFUSED
}
