package io.github.keycloaktwofactor.role;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;

/**
 * All roles of a user: assigned directly, through groups and their parents, and through composites; expanded on first
 * use.
 */
public final class UserRoles {

    private final UserModel user;

    /** By role, the group that it is assigned to, or null if it is the user. */
    private @Nullable Map<RoleModel, @Nullable GroupModel> mapped;

    /** By role, the composite that leads to it, or null if it is assigned itself. */
    private @Nullable Map<RoleModel, @Nullable RoleModel> expanded;

    public UserRoles(UserModel user) {
        this.user = user;
    }

    public boolean haveOneOf(RoleNames names) {
        return !names.matchesNothing() && anyMatch(names::matches);
    }

    boolean anyMatch(Predicate<RoleModel> wanted) {
        return expanded().keySet().stream().anyMatch(wanted);
    }

    /**
     * The same, but a client role only counts if assigned itself, not through its composites, and the default role gives no
     * client roles: administrators who may manage clients can make a client role a composite of anything, and can add client
     * roles to the default role.
     */
    public boolean haveOneOfWithoutClients(RoleNames names) {
        return !names.matchesNothing()
                && reachedWithoutClients().keySet().stream().anyMatch(names::matches);
    }

    /** The ids of the roles for which {@link #haveOneOfWithoutClients} is true if they are named. */
    public Set<String> idsWithoutClients() {
        return reachedWithoutClients().keySet().stream().map(RoleModel::getId).collect(Collectors.toSet());
    }

    /** Whether the user has the role, and not only through a composite client role. */
    boolean haveWithoutClients(RoleModel role) {
        return reachedWithoutClients().containsKey(role);
    }

    /** All of them. */
    Stream<RoleModel> all() {
        return expanded().keySet().stream();
    }

    /**
     * The roles for which {@link #haveOneOf} is true, each with the shortest path to it, ordered by name. Roles that
     * are part of another one of them are left out: {@code realm-admin} is reason enough.
     */
    public List<RolePath> paths(RoleNames names) {
        return names.matchesNothing() ? List.of() : paths(expanded(), names);
    }

    /** The same for {@link #haveOneOfWithoutClients}. */
    public List<RolePath> pathsWithoutClients(RoleNames names) {
        return names.matchesNothing() ? List.of() : paths(reachedWithoutClients(), names);
    }

    /** The shortest path to one role of {@link #idsWithoutClients}. */
    public Optional<RolePath> pathWithoutClients(String id) {
        Map<RoleModel, @Nullable RoleModel> reached = reachedWithoutClients();
        return reached.keySet().stream()
                .filter(role -> role.getId().equals(id))
                .findFirst()
                .map(role -> path(reached, role));
    }

    /** A client role of the user that is a composite of one of these. */
    public Optional<RoleModel> clientRoleAround(RoleNames names) {
        if (!haveOneOf(names)) {
            return Optional.empty();
        }
        return expanded().keySet().stream()
                .filter(role -> role.isClientRole() && !names.matches(role))
                .filter(role ->
                        RoleUtils.expandCompositeRoles(Set.of(role)).stream().anyMatch(names::matches))
                .findFirst();
    }

    private Map<RoleModel, @Nullable RoleModel> expanded() {
        if (expanded == null) {
            expanded = reached((around, part) -> true);
        }
        return expanded;
    }

    private Map<RoleModel, @Nullable RoleModel> reachedWithoutClients() {
        return reached((around, part) -> !around.isClientRole() && !(part.isClientRole() && isDefault(around)));
    }

    private static boolean isDefault(RoleModel role) {
        return role.getContainer() instanceof RealmModel realm && role.equals(realm.getDefaultRole());
    }

    /**
     * The assigned roles and those that they lead to, the nearest first. Most roles are no composites; loading the
     * composites of each would take as long as everything else here.
     *
     * @param leadsOn which composites are followed to which of their parts
     */
    private Map<RoleModel, @Nullable RoleModel> reached(BiPredicate<RoleModel, RoleModel> leadsOn) {
        Map<RoleModel, @Nullable RoleModel> reached = new LinkedHashMap<>();
        mapped().keySet().forEach(role -> reached.put(role, null));
        Deque<RoleModel> ahead = new ArrayDeque<>(reached.keySet());
        while (!ahead.isEmpty()) {
            RoleModel role = ahead.remove();
            if (role.isComposite()) {
                role.getCompositesStream()
                        .filter(part -> !reached.containsKey(part) && leadsOn.test(role, part))
                        .forEach(part -> {
                            reached.put(part, role);
                            ahead.add(part);
                        });
            }
        }
        return reached;
    }

    private List<RolePath> paths(Map<RoleModel, @Nullable RoleModel> reached, RoleNames names) {
        return reached.keySet().stream()
                .filter(role -> names.matches(role) && !isPartOfOne(reached, role, names))
                .map(role -> path(reached, role))
                .sorted(Comparator.comparing(RolePath::role))
                .toList();
    }

    private static boolean isPartOfOne(Map<RoleModel, @Nullable RoleModel> reached, RoleModel role, RoleNames names) {
        RoleModel around = reached.get(role);
        return around != null && (names.matches(around) || isPartOfOne(reached, around, names));
    }

    private RolePath path(Map<RoleModel, @Nullable RoleModel> reached, RoleModel role) {
        List<String> composites = new ArrayList<>();
        RoleModel given = role;
        for (RoleModel around = reached.get(role); around != null; around = reached.get(around)) {
            composites.add(RoleTarget.of(around).name());
            given = around;
        }
        GroupModel group = mapped().get(given);
        return new RolePath(
                RoleTarget.of(role).name(),
                composites,
                group == null ? null : KeycloakModelUtils.buildGroupPath(group));
    }

    /** An assignment to the user takes precedence over one to a group. */
    private Map<RoleModel, @Nullable GroupModel> mapped() {
        if (mapped == null) {
            Map<RoleModel, @Nullable GroupModel> roles = new LinkedHashMap<>();
            user.getRoleMappingsStream().forEach(role -> roles.put(role, null));
            user.getGroupsStream().forEach(group -> addRoles(group, roles));
            mapped = roles;
        }
        return mapped;
    }

    private static void addRoles(GroupModel group, Map<RoleModel, @Nullable GroupModel> roles) {
        group.getRoleMappingsStream().filter(role -> !roles.containsKey(role)).forEach(role -> roles.put(role, group));
        if (group.getParentId() != null) {
            addRoles(group.getParent(), roles);
        }
    }
}
