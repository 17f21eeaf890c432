package io.github.keycloaktwofactor.policy;

/** What the realm's policy requires of a user. Independent of whether the user is enrolled. */
public enum Obligation {
    /** The user must have two-factor. */
    REQUIRED,
    /**
     * The policy requires two-factor of some users, and a role exempts this user; or it requires two-factor of this user,
     * and a record exempts them.
     */
    EXEMPT,
    /** The policy requires nothing of this user. */
    NOT_REQUIRED;

    /**
     * The rule, for users of a realm whose policy requires two-factor of anybody.
     *
     * @param exemptByRole whether the user has a role of {@code exemptRoles}
     * @param named whether the policy names the user: as everyone, by a role or by permissions
     * @param onRecord whether an exemption of the user or of one of their roles has not ended. Matters only for users
     *     whom no role exempts and whom the policy names
     */
    public static Obligation of(boolean exemptByRole, boolean named, boolean onRecord) {
        if (exemptByRole) {
            return EXEMPT;
        }
        if (!named) {
            return NOT_REQUIRED;
        }
        return onRecord ? EXEMPT : REQUIRED;
    }
}
