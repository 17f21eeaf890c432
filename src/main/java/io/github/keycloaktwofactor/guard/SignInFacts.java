package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.policy.Obligation;

/**
 * All that decides what a sign-in still has to do. Gathered afresh at each decision and never stored, so that a
 * changed policy, role or credential counts at once.
 *
 * @param impersonated an administrator acts as the user
 * @param serviceAccount the user is a client's service account
 * @param enrolled the user has an authenticator, of ours or a stock one
 * @param verified this sign-in has already proved a second factor that the policy accepts
 * @param proved it is one that counts for changes, too
 * @param changePending an action that gives the user a factor, or takes one away, is still to come in this sign-in
 * @param old nothing but a cookie speaks for the person, longer than a change allows; not asked where none is ahead
 * @param ownsOtherFactor the user has a credential that the policy accepts instead, used in this sign-in or not; asked only
 *     of users who would set up a first factor
 * @param unproved Keycloak still has to verify the user's address, or to have them choose a password of their own; asked
 *     only of them, too
 * @param obligation what the policy asks of the user
 */
record SignInFacts(
        boolean impersonated,
        boolean serviceAccount,
        boolean enrolled,
        boolean verified,
        boolean proved,
        boolean changePending,
        boolean old,
        boolean ownsOtherFactor,
        boolean unproved,
        Obligation obligation) {

    /** What the sign-in has to do next. Users who are enrolled are asked, whatever the policy says. */
    public NextStep next() {
        if (serviceAccount) {
            return NextStep.NOTHING;
        }
        if (impersonated) {
            return changePending ? NextStep.REFUSE : NextStep.NOTHING;
        }
        // What a factor is asked for before it is changed is more than what lets people in.
        if (changePending ? proved : verified) {
            return NextStep.NOTHING;
        }
        if (enrolled) {
            return NextStep.ASK_CODE;
        }
        if (changePending && ownsOtherFactor) {
            return NextStep.USE_OTHER_FACTOR;
        }
        if (changePending && old) {
            return NextStep.SIGN_IN_AGAIN;
        }
        if (changePending && unproved) {
            return NextStep.PROVE_FIRST;
        }
        if (verified) {
            return NextStep.NOTHING;
        }
        return switch (obligation) {
            case REQUIRED -> required();
            case EXEMPT, NOT_REQUIRED -> NextStep.NOTHING;
        };
    }

    private NextStep required() {
        if (ownsOtherFactor) {
            return NextStep.USE_OTHER_FACTOR;
        }
        return unproved ? NextStep.PROVE_FIRST : NextStep.ENROL;
    }
}
