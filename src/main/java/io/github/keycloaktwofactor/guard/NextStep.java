package io.github.keycloaktwofactor.guard;

/** What a sign-in still has to do before it may end. */
public enum NextStep {
    /** The sign-in may end. */
    NOTHING,
    /** Stay out: an administrator acts in the user's name and must not meet an action that changes a factor. */
    REFUSE_IMPERSONATOR,
    /** Stay out: the sign-in was begun by somebody else. */
    REFUSE_OTHER_USER,
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
    USE_OTHER_FACTOR;

    /** The step that the facts lead to. Users who are enrolled are asked, whatever the policy says. */
    public static NextStep of(SignInFacts facts) {
        if (facts.takenByAnother()) {
            return REFUSE_OTHER_USER;
        }
        if (facts.outdated()) {
            return BEGIN_AGAIN;
        }
        if (facts.serviceAccount()) {
            return NOTHING;
        }
        boolean change = facts.changePending();
        // A session of the user's own, in whose browser an administrator acts in their name, proves nothing of who is
        // here.
        if (facts.impersonated() && (change || facts.begunInTheUsersName())) {
            return change ? REFUSE_IMPERSONATOR : NOTHING;
        }
        // What a factor is asked for before it is changed is more than what lets people in.
        if (change ? facts.proved() : facts.verified()) {
            return NOTHING;
        }
        if (facts.enrolled()) {
            return !change && facts.trustedDevice() ? NOTHING : ASK_CODE;
        }
        return change ? beforeChange(facts) : byPolicy(facts);
    }

    /** The action itself sets up a factor; here only what has to come before it. */
    private static NextStep beforeChange(SignInFacts facts) {
        if (facts.ownsOtherFactor()) {
            return USE_OTHER_FACTOR;
        }
        if (facts.old()) {
            return SIGN_IN_AGAIN;
        }
        if (facts.unproved()) {
            return PROVE_FIRST;
        }
        return facts.verified() || !isRequired(facts) ? NOTHING : ENROL;
    }

    private static NextStep byPolicy(SignInFacts facts) {
        if (!isRequired(facts)) {
            return NOTHING;
        }
        if (facts.ownsOtherFactor()) {
            return USE_OTHER_FACTOR;
        }
        return facts.unproved() ? PROVE_FIRST : ENROL;
    }

    private static boolean isRequired(SignInFacts facts) {
        return switch (facts.obligation()) {
            case REQUIRED -> true;
            case EXEMPT, NOT_REQUIRED -> false;
        };
    }
}
