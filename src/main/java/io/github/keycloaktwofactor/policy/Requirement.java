package io.github.keycloaktwofactor.policy;

import java.util.List;

/**
 * Of whom settings require two-factor, by the names that they list.
 *
 * @param admins whether administrators are required: those of {@code adminRoles}, or the realm's own if that is empty
 */
record Requirement(
        boolean everyone, boolean admins, List<String> adminRoles, List<String> roles, List<String> exemptRoles) {

    /** A realm that only reports requires two-factor of nobody. */
    static Requirement of(PolicySettings settings) {
        boolean enforced = !settings.reportsOnly();
        return new Requirement(
                enforced && settings.requireEveryone(),
                enforced && settings.requireAdmins(),
                settings.adminRoles(),
                enforced ? settings.requiredRoles() : List.of(),
                settings.exemptRoles());
    }

    boolean requiresNobody() {
        return !everyone && !admins && roles.isEmpty();
    }

    /** Whether there may be a user of whom this requires two-factor, and the other does not. */
    boolean requiresMoreThan(Requirement other) {
        if (requiresNobody()) {
            return false;
        }
        if (!exemptRoles.containsAll(other.exemptRoles)) {
            return true;
        }
        return !other.everyone && (everyone || moreAdmins(other) || !other.roles.containsAll(roles));
    }

    private boolean moreAdmins(Requirement other) {
        if (!admins || !other.admins) {
            return admins;
        }
        boolean fewer = !adminRoles.isEmpty() && other.adminRoles.containsAll(adminRoles);
        return !fewer && !adminRoles.equals(other.adminRoles);
    }
}
