package io.github.keycloaktwofactor.notification;

/** Who changed an account. */
enum Actor {
    /** A session of the user. */
    PERSON,
    ADMINISTRATOR,
    /** No event of the request says it: an identity provider, a directory, another extension. */
    UNKNOWN
}
