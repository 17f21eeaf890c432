package io.github.keycloaktwofactor.guard;

import java.util.function.Supplier;

/** What a sign-in must still do before it may complete. */
public enum NextStep {
    /** The sign-in may complete. */
    NOTHING,
    /** Refuse: an administrator impersonates the user and must not reach an action that changes a factor. */
    REFUSE_IMPERSONATOR,
    /** Refuse: a different user began the sign-in. */
    REFUSE_OTHER_USER,
    /** Restart: the password, a factor or a not-before time has changed since, and not by this sign-in. */
    BEGIN_AGAIN,
    /** Re-authenticate: a factor is to be added, and only an old SSO cookie identifies the user. */
    SIGN_IN_AGAIN,
    /**
     * Let Keycloak verify the user first: before the first factor is set up, the email address must be verified, if the
     * realm verifies addresses, and a pending password change completed.
     */
    PROVE_FIRST,
    /** Ask for a code of the authenticator or for a recovery code. */
    ASK_CODE,
    /** Enrol an authenticator now. */
    ENROL,
    /**
     * Go through the realm's browser flow again and use the user's other factor: a password alone must not enrol a new
     * authenticator beside it.
     */
    USE_OTHER_FACTOR;

    /** The decision that follows from the facts. Enrolled users are always asked, whatever the policy says. */
    public static Decided of(SignInFacts facts) {
        if (facts.takenByAnother()) {
            return Decided.enforced(REFUSE_OTHER_USER);
        }
        if (facts.outdated()) {
            return Decided.enforced(BEGIN_AGAIN);
        }
        if (facts.serviceAccount()) {
            return Decided.NOTHING;
        }
        boolean change = facts.changePending();
        // The user's own session, in a browser in which an administrator impersonates them, does not prove who is
        // present.
        if (facts.impersonated() && (change || facts.begunInTheUsersName())) {
            return change ? Decided.enforced(REFUSE_IMPERSONATOR) : Decided.NOTHING;
        }
        // Changing a factor requires more than signing in.
        if (change ? facts.proved() : facts.verified()) {
            return Decided.NOTHING;
        }
        if (facts.enrolled()) {
            return !change && facts.trustedDevice() ? Decided.NOTHING : Decided.enforced(ASK_CODE);
        }
        return change ? beforeChange(facts) : byPolicy(facts, () -> missingFactor(facts));
    }

    /** The action itself sets up a factor; here only what must come before it. */
    private static Decided beforeChange(SignInFacts facts) {
        if (facts.ownsOtherFactor()) {
            return Decided.enforced(USE_OTHER_FACTOR);
        }
        if (facts.old()) {
            return Decided.enforced(SIGN_IN_AGAIN);
        }
        if (facts.unproved()) {
            return Decided.enforced(PROVE_FIRST);
        }
        return facts.verified() ? Decided.NOTHING : byPolicy(facts, () -> ENROL);
    }

    private static NextStep missingFactor(SignInFacts facts) {
        if (facts.ownsOtherFactor()) {
            return USE_OTHER_FACTOR;
        }
        return facts.unproved() ? PROVE_FIRST : ENROL;
    }

    private static Decided byPolicy(SignInFacts facts, Supplier<NextStep> required) {
        return switch (facts.obligation()) {
            case REQUIRED -> Decided.enforced(required.get());
            case REPORTED -> Decided.reported(required.get());
            case EXEMPT, NOT_REQUIRED -> Decided.NOTHING;
        };
    }
}
