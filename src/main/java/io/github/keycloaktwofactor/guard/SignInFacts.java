package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.policy.Obligation;

/**
 * All that decides what a sign-in still has to do, one question for each fact. {@link NextStep#of} asks in the order of its
 * rules, and only what those before it have left open: the order of the rules is the order of the look-ups. What is asked
 * is never stored, so that a changed policy, role or credential counts at once.
 */
public interface SignInFacts {

    /** Somebody else came back from the realm's browser flow than was sent there. */
    boolean takenByAnother();

    /** The page was open for too long, or what the sign-in began with was taken away or changed, not by itself. */
    boolean outdated();

    /** The user is a client's service account. */
    boolean serviceAccount();

    /** An action that gives the user a factor, or takes one away, is still to come in this sign-in. */
    boolean changePending();

    /** Something says that an administrator acts as the user. */
    boolean impersonated();

    /** Keycloak itself began the session in the user's name. Asked only where {@link #impersonated} holds. */
    boolean begunInTheUsersName();

    /** The sign-in has already proved a second factor that the policy accepts. */
    boolean verified();

    /** The same with one that counts for changes, too. */
    boolean proved();

    /** The user has an authenticator, of ours or a stock one. */
    boolean enrolled();

    /** The browser is a trusted device, which spares the code now. Asked only where a code would be asked for. */
    boolean trustedDevice();

    /**
     * The user has a credential that the policy accepts instead, used in this sign-in or not. Asked only of users who would
     * set up a first factor.
     */
    boolean ownsOtherFactor();

    /** Nothing but a cookie speaks for the person, longer than a change allows. Asked only where one is pending. */
    boolean old();

    /**
     * Keycloak still has to verify the user's address, or to have them choose a password of their own. Asked only of users
     * who would set up a first factor.
     */
    boolean unproved();

    /** What the policy asks of the user. */
    Obligation obligation();
}
