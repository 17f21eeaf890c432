package io.github.keycloaktwofactor.whatif;

/** The result of a sign-in. The names are a contract of the admin REST API. */
public enum Outcome {
    /** The application gets its tokens or its assertion. */
    SIGNED_IN,
    /** A code of the authenticator, or a recovery code, is asked for. */
    ASKED_FOR_CODE,
    /** The user's other factor, such as a passkey, is asked for. */
    OTHER_FACTOR,
    /** Two-factor must be set up first, and whatever Keycloak has to verify before that. */
    SET_UP,
    /** Neither signed in nor asked for anything. */
    REFUSED
}
