package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.policy.Obligation;

/**
 * The facts that decide what a sign-in must still do, one method each. {@link NextStep#of} asks in the order of its
 * rules, and only as far as needed: the order of the rules is the order of the look-ups. Facts are never stored, so
 * that a change of policy, role or credential takes effect at once.
 */
public interface SignInFacts {

    /** A different user came back from the realm's browser flow than was sent there. */
    boolean takenByAnother();

    /** The page has expired, or what the sign-in began with was changed or removed, not by the sign-in itself. */
    boolean outdated();

    /** The user is a client's service account. */
    boolean serviceAccount();

    /** An action that adds or removes a factor is still pending in this sign-in. */
    boolean changePending();

    /** Something indicates that an administrator impersonates the user. */
    boolean impersonated();

    /** Keycloak itself began the session as an impersonation. Asked only if {@link #impersonated} is true. */
    boolean begunInTheUsersName();

    /** The sign-in has already proved a second factor that the policy accepts. */
    boolean verified();

    /** The same with evidence that also allows changes of factors. */
    boolean proved();

    /** The user has an authenticator, set up with ours or with Keycloak's action. */
    boolean enrolled();

    /** The browser is a trusted device, which skips the code now. Asked only if a code would be required. */
    boolean trustedDevice();

    /**
     * The user owns another factor that the policy accepts, used in this sign-in or not. Asked only of users who would
     * set up a first factor.
     */
    boolean ownsOtherFactor();

    /**
     * Only a cookie identifies the user, from a sign-in that is too old for a change. Asked only if a change is
     * pending.
     */
    boolean old();

    /**
     * Keycloak must still verify the user's address or have them choose a password. Asked only of users who would set
     * up a first factor.
     */
    boolean unproved();

    /** What the policy requires of the user. */
    Obligation obligation();
}
