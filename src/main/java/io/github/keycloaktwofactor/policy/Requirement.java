package io.github.keycloaktwofactor.policy;

import java.util.List;

/**
 * Of whom settings require two-factor, by the names that they list.
 *
 * @param admins whether administrators are required: those of {@code adminRoles}, or the realm's own if that is empty
 */
record Requirement(
        boolean everyone, boolean admins, List<String> adminRoles, List<String> roles, List<String> exemptRoles) {

    static Requirement of(PolicySettings settings) {
        return new Requirement(
                settings.requireEveryone(),
                settings.requireAdmins(),
                settings.adminRoles(),
                settings.requiredRoles(),
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
