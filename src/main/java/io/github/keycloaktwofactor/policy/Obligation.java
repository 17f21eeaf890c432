package io.github.keycloaktwofactor.policy;

/** What the realm's policy requires of a user. Independent of whether the user is enrolled. */
public enum Obligation {
    /** The user must have two-factor. */
    REQUIRED,
    /** The policy requires two-factor of this user, and the realm only reports that. */
    REPORTED,
    /** The policy requires two-factor of some users, and a role exempts this user. */
    EXEMPT,
    /** The policy requires nothing of this user. */
    NOT_REQUIRED;

    /**
     * What follows for a user, at a sign-in as in the report.
     *
     * @param exemptByRole whether a role exempts the user
     * @param named whether the policy names the user among those who must have two-factor
     * @param reportsOnly whether the realm only reports what the policy requires
     */
    public static Obligation of(boolean exemptByRole, boolean named, boolean reportsOnly) {
        if (exemptByRole) {
            return EXEMPT;
        }
        if (!named) {
            return NOT_REQUIRED;
        }
        return reportsOnly ? REPORTED : REQUIRED;
    }

    /** Whether the policy requires two-factor of the user, enforced or not. */
    public boolean isByPolicy() {
        return this == REQUIRED || this == REPORTED;
    }
}
