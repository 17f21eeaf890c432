package io.github.keycloaktwofactor.policy;

/** What the realm's policy requires of a user. Independent of whether the user is enrolled. */
public enum Obligation {
    /** The user must have two-factor. */
    REQUIRED,
    /** The policy requires two-factor of this user, and the realm only reports that. */
    REPORTED,
    /**
     * A role exempts this user, whether or not the policy names them; or the policy names them, and an exemption on
     * record has not ended.
     */
    EXEMPT,
    /** The policy requires nothing of this user. */
    NOT_REQUIRED;

    /**
     * The rule, for users of a realm whose policy requires two-factor of anybody, at a sign-in as in the report.
     *
     * @param exemptByRole whether the user has a role of {@code exemptRoles}
     * @param named whether the policy names the user: as everyone, by a role or by permissions
     * @param onRecord whether an exemption of the user or of one of their roles has not ended. Matters only for users
     *     whom no role exempts and whom the policy names
     * @param reportsOnly whether the realm only reports what the policy requires
     */
    public static Obligation of(boolean exemptByRole, boolean named, boolean onRecord, boolean reportsOnly) {
        if (exemptByRole) {
            return EXEMPT;
        }
        if (!named) {
            return NOT_REQUIRED;
        }
        if (onRecord) {
            return EXEMPT;
        }
        return reportsOnly ? REPORTED : REQUIRED;
    }

    /** Whether the policy requires two-factor of the user, enforced or not. */
    public boolean isByPolicy() {
        return this == REQUIRED || this == REPORTED;
    }
}
