package io.github.keycloaktwofactor.report;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By what users have one of some roles: each who is given one of these roles, or is a member of one of these groups, has one,
 * and nobody else.
 *
 * @param roles ids of roles, those that lead to one of them by composites included
 * @param groups ids of groups, those below included
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
