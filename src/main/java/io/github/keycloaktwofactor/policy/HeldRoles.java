package io.github.keycloaktwofactor.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** All roles that a user has, directly, by groups and their parents, and by composites; expanded on first need. */
final class HeldRoles {

    private final UserModel user;
    private @Nullable Set<RoleModel> expanded;

    HeldRoles(UserModel user) {
        this.user = user;
    }

    boolean haveOneOf(RoleNames names) {
        if (names.matchesNothing()) {
            return false;
        }
        if (expanded == null) {
            expanded = RoleUtils.getDeepUserRoleMappings(user);
        }
        return expanded.stream().anyMatch(names::matches);
    }
}
