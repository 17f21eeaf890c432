package io.github.keycloaktwofactor.notice;

/** Who changed an account. */
enum Actor {
    /** Whoever is signed in as the person. */
    PERSON,
    ADMINISTRATOR,
    /** No event of the request says it: an identity provider, a directory, another extension. */
    UNKNOWN
}
