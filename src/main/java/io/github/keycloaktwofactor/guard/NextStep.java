package io.github.keycloaktwofactor.guard;

/** What a sign-in still has to do before it may end. */
enum NextStep {
    /** The sign-in may end. */
    NOTHING,
    /**
     * Stay out: an administrator acts in the user's name and must not meet an action that changes a factor, or the sign-in
     * was begun by somebody else.
     */
    REFUSE,
    /** Begin again: the password, a factor or a not-before time was changed since, and not by this sign-in. */
    BEGIN_AGAIN,
    /** Sign in again: a factor is to be added, and nothing but an old cookie speaks for the person. */
    SIGN_IN_AGAIN,
    /**
     * Let Keycloak prove the user first: a user who sets up a first factor has to read the mailbox of the account, where the realm
     * verifies addresses, and to have a password, where one is still to be chosen.
     */
    PROVE_FIRST,
    /** Ask for a code of the authenticator or for a recovery code. */
    ASK_CODE,
    /** Enrol an authenticator now. */
    ENROL,
    /**
     * Go through the realm's browser flow again and use the other factor that the user owns: a password alone must
     * not enrol a new authenticator beside it.
     */
    USE_OTHER_FACTOR
}
