package io.github.keycloaktwofactor.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** All roles that a user has, directly, by groups and their parents, and by composites; expanded on first need. */
final class HeldRoles {

    private final UserModel user;
    private @Nullable Set<RoleModel> mapped;
    private @Nullable Set<RoleModel> expanded;

    HeldRoles(UserModel user) {
        this.user = user;
    }

    boolean haveOneOf(RoleNames names) {
        return !names.matchesNothing() && anyMatch(names::matches);
    }

    boolean anyMatch(Predicate<RoleModel> wanted) {
        if (expanded == null) {
            expanded = RoleUtils.expandCompositeRoles(mapped());
        }
        return expanded.stream().anyMatch(wanted);
    }

    /**
     * The same, but a role of a client counts for itself alone and not for what it is a composite of: administrators who
     * may manage clients can make it one of anything.
     */
    boolean haveOneOfWithoutClients(RoleNames names) {
        if (names.matchesNothing()) {
            return false;
        }
        Set<RoleModel> seen = new HashSet<>(mapped());
        Deque<RoleModel> ahead = new ArrayDeque<>(seen);
        while (!ahead.isEmpty()) {
            RoleModel role = ahead.remove();
            if (names.matches(role)) {
                return true;
            }
            if (!role.isClientRole()) {
                role.getCompositesStream().filter(seen::add).forEach(ahead::add);
            }
        }
        return false;
    }

    /** A role of a client that the user has and that is a composite of one of these. */
    Optional<RoleModel> clientRoleAround(RoleNames names) {
        if (!haveOneOf(names) || expanded == null) {
            return Optional.empty();
        }
        return expanded.stream()
                .filter(role -> role.isClientRole() && !names.matches(role))
                .filter(role ->
                        RoleUtils.expandCompositeRoles(Set.of(role)).stream().anyMatch(names::matches))
                .findFirst();
    }

    private Set<RoleModel> mapped() {
        if (mapped == null) {
            Set<RoleModel> roles = user.getRoleMappingsStream().collect(Collectors.toCollection(HashSet::new));
            user.getGroupsStream().forEach(group -> addRoles(group, roles));
            mapped = roles;
        }
        return mapped;
    }

    private static void addRoles(GroupModel group, Set<RoleModel> roles) {
        group.getRoleMappingsStream().forEach(roles::add);
        if (group.getParentId() != null) {
            addRoles(group.getParent(), roles);
        }
    }
}
