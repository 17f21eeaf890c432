package io.github.keycloaktwofactor.notification;

/** Who changed an account. */
enum Actor {
    /** A session of the user. */
    PERSON,
    ADMINISTRATOR,
    /** Not reported by an event: an identity provider, a user federation, another extension. */
    UNKNOWN
}
