package io.github.keycloaktwofactor.report;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The direct assignments by which users have one of a set of roles: a user has one if, and only if, one of these roles
 * is assigned to them or they are a member of one of these groups.
 *
 * @param roles role ids, including those that contain one of them as composites
 * @param groups group ids, including subgroups
 */
record Holders(Set<String> roles, Set<String> groups) {

    static final Holders NOBODY = new Holders(Set.of(), Set.of());

    boolean isNobody() {
        return roles.isEmpty() && groups.isEmpty();
    }

    boolean has(String roleOrGroup) {
        return roles.contains(roleOrGroup) || groups.contains(roleOrGroup);
    }

    Holders or(Holders other) {
        return new Holders(both(roles, other.roles), both(groups, other.groups));
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }
}
