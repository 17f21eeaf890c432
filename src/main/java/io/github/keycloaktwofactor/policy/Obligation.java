package io.github.keycloaktwofactor.policy;

/** What the realm's policy asks of a user. It says nothing about whether the user is enrolled. */
public enum Obligation {
    /** The user must have two-factor. */
    REQUIRED,
    /** The policy asks two-factor of somebody, and a role of this user exempts from it. */
    EXEMPT,
    /** The policy asks nothing of this user. */
    NOT_REQUIRED
}
