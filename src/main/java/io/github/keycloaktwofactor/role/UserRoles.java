package io.github.keycloaktwofactor.role;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;

/** All roles that a user has, directly, by groups and their parents, and by composites; expanded on first need. */
public final class UserRoles {

    private final UserModel user;
    private @Nullable Set<RoleModel> mapped;
    private @Nullable Set<RoleModel> expanded;

    public UserRoles(UserModel user) {
        this.user = user;
    }

    public boolean haveOneOf(RoleNames names) {
        return !names.matchesNothing() && anyMatch(names::matches);
    }

    boolean anyMatch(Predicate<RoleModel> wanted) {
        if (expanded == null) {
            expanded = reached(role -> true);
        }
        return expanded.stream().anyMatch(wanted);
    }

    /**
     * The same, but a role of a client counts for itself alone and not for what it is a composite of: administrators who
     * may manage clients can make it one of anything.
     */
    public boolean haveOneOfWithoutClients(RoleNames names) {
        if (names.matchesNothing()) {
            return false;
        }
        return reached(role -> !role.isClientRole()).stream().anyMatch(names::matches);
    }

    /** Whether the user has the role, and not only as part of a role of a client. */
    boolean haveWithoutClients(RoleModel role) {
        return reached(leader -> !leader.isClientRole()).contains(role);
    }

    /** All of them. */
    Stream<RoleModel> all() {
        return reached(role -> true).stream();
    }

    /**
     * The roles by which {@link #haveOneOf} is true, each with the shortest way to it, in the order of their texts. What lies
     * behind a role that is one of these already is left out: {@code realm-admin} is reason enough.
     */
    public List<RolePath> paths(RoleNames names) {
        return paths(names, role -> true);
    }

    /** The same for {@link #haveOneOfWithoutClients}. */
    public List<RolePath> pathsWithoutClients(RoleNames names) {
        return paths(names, role -> !role.isClientRole());
    }

    private List<RolePath> paths(RoleNames names, Predicate<RoleModel> leadsOn) {
        if (names.matchesNothing()) {
            return List.of();
        }
        Map<RoleModel, RolePath> given = given();
        Set<RoleModel> reached = new HashSet<>(given.keySet());
        List<RolePath> found = new ArrayList<>();
        Deque<Map.Entry<RoleModel, RolePath>> ahead = new ArrayDeque<>(given.entrySet());
        while (!ahead.isEmpty()) {
            RoleModel role = ahead.element().getKey();
            RolePath path = ahead.remove().getValue();
            if (names.matches(role)) {
                found.add(path);
            } else if (role.isComposite() && leadsOn.test(role)) {
                role.getCompositesStream()
                        .filter(reached::add)
                        .forEach(part -> ahead.add(Map.entry(part, path.part(name(part)))));
            }
        }
        return found.stream().sorted(Comparator.comparing(RolePath::text)).toList();
    }

    /** What the user was given comes before what members of groups have. */
    private Map<RoleModel, RolePath> given() {
        Map<RoleModel, RolePath> given = new LinkedHashMap<>();
        user.getRoleMappingsStream().forEach(role -> given.put(role, RolePath.given(name(role), null)));
        user.getGroupsStream().forEach(group -> addPaths(group, given));
        return given;
    }

    private static void addPaths(GroupModel group, Map<RoleModel, RolePath> given) {
        String path = KeycloakModelUtils.buildGroupPath(group);
        group.getRoleMappingsStream().forEach(role -> given.putIfAbsent(role, RolePath.given(name(role), path)));
        if (group.getParentId() != null) {
            addPaths(group.getParent(), given);
        }
    }

    private static String name(RoleModel role) {
        return RoleTarget.of(role).name();
    }

    /** A role of a client that the user has and that is a composite of one of these. */
    public Optional<RoleModel> clientRoleAround(RoleNames names) {
        if (!haveOneOf(names) || expanded == null) {
            return Optional.empty();
        }
        return expanded.stream()
                .filter(role -> role.isClientRole() && !names.matches(role))
                .filter(role ->
                        RoleUtils.expandCompositeRoles(Set.of(role)).stream().anyMatch(names::matches))
                .findFirst();
    }

    /**
     * The roles that the user has been given and those that they lead to. Most roles are no composites; asking each for its
     * parts would take as long as all else here.
     *
     * @param leadsOn which composites count for their parts, too
     */
    private Set<RoleModel> reached(Predicate<RoleModel> leadsOn) {
        Set<RoleModel> reached = new HashSet<>(mapped());
        Deque<RoleModel> ahead = new ArrayDeque<>(reached);
        while (!ahead.isEmpty()) {
            RoleModel role = ahead.remove();
            if (role.isComposite() && leadsOn.test(role)) {
                role.getCompositesStream().filter(reached::add).forEach(ahead::add);
            }
        }
        return reached;
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
