package io.github.keycloaktwofactor.policy;

/** What the realm's policy requires of a user. Independent of whether the user is enrolled. */
public enum Obligation {
    /** The user must have two-factor. */
    REQUIRED,
    /** The policy requires two-factor of some users, and a role exempts this user. */
    EXEMPT,
    /** The policy requires nothing of this user. */
    NOT_REQUIRED
}
