package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All roles and groups of a realm, and which contain which. Kept in memory for one request, so that a query over users
 * only compares ids, in SQL that every database supports.
 */
final class RoleGraph {

    private final String defaultRole;
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<String, List<String>> parts = new HashMap<>();
    private final Map<String, List<String>> wholes = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, List<String>> below = new HashMap<>();
    private final Map<String, List<String>> rolesOfGroups = new HashMap<>();

    /** @param defaultRole id of the role that every new user of the realm is given */
    RoleGraph(String defaultRole) {
        this.defaultRole = defaultRole;
    }

    /**
     * A role.
     *
     * @param client database id of its client; null for a realm role
     * @param clientId {@code clientId} of that client; null for a realm role
     */
    record Role(
            String id,
            String name,
            @Nullable String client,
            @Nullable String clientId) {

        boolean ofClient() {
            return client != null;
        }

        String shown() {
            return "role " + RoleTarget.qualified(clientId, name);
        }
    }

    private record Group(String name, @Nullable String parent) {}

    void addRole(Role role) {
        roles.put(role.id(), role);
    }

    void addPart(String composite, String part) {
        parts.computeIfAbsent(composite, id -> new ArrayList<>()).add(part);
        wholes.computeIfAbsent(part, id -> new ArrayList<>()).add(composite);
    }

    void addGroup(String id, String name, @Nullable String parent) {
        groups.put(id, new Group(name, parent));
        if (parent != null) {
            below.computeIfAbsent(parent, above -> new ArrayList<>()).add(id);
        }
    }

    void addRoleOfGroup(String group, String role) {
        rolesOfGroups.computeIfAbsent(group, id -> new ArrayList<>()).add(role);
    }

    /** The assignments by which users have one of the wanted roles, through composites of any kind and groups. */
    Holders holders(Predicate<Role> wanted) {
        return holders(wanted, (whole, part) -> true);
    }

    /**
     * The same, but a client role only counts if assigned itself, not through its composites, and the default role gives no
     * client roles.
     */
    Holders holdersWithoutClients(Predicate<Role> wanted) {
        return holders(wanted, this::leadsOnWithoutClients);
    }

    private boolean leadsOnWithoutClients(Role whole, @Nullable Role part) {
        return !whole.ofClient()
                && part != null
                && !(part.ofClient() && whole.id().equals(defaultRole));
    }

    /** Members of these groups. */
    Holders members(Set<String> ids, Set<String> withThoseBelow) {
        Set<String> all = closed(withThoseBelow, below);
        all.addAll(ids);
        return new Holders(Set.of(), all);
    }

    private Holders holders(Predicate<Role> wanted, BiPredicate<Role, Role> leadsOn) {
        Set<String> leading = new HashSet<>();
        Deque<String> ahead = new ArrayDeque<>();
        roles.values().stream().filter(wanted).map(Role::id).forEach(id -> {
            leading.add(id);
            ahead.add(id);
        });
        while (!ahead.isEmpty()) {
            String here = ahead.remove();
            Role part = roles.get(here);
            for (String whole : wholes.getOrDefault(here, List.of())) {
                Role role = roles.get(whole);
                if (role != null && part != null && leadsOn.test(role, part) && leading.add(whole)) {
                    ahead.add(whole);
                }
            }
        }
        Set<String> having = new HashSet<>();
        rolesOfGroups.forEach((group, of) -> {
            if (!Collections.disjoint(of, leading)) {
                having.add(group);
            }
        });
        return new Holders(leading, closed(having, below));
    }

    private static Set<String> closed(Set<String> from, Map<String, List<String>> edges) {
        Set<String> reached = new HashSet<>(from);
        Deque<String> ahead = new ArrayDeque<>(from);
        while (!ahead.isEmpty()) {
            for (String next : edges.getOrDefault(ahead.remove(), List.of())) {
                if (reached.add(next)) {
                    ahead.add(next);
                }
            }
        }
        return reached;
    }

    /** The shortest path from an assignment to a wanted role, as {@code role staff via group /Accounting}. */
    Optional<String> way(String roleOrGroup, Predicate<Role> wanted, boolean throughClients) {
        Map<String, String> from = new LinkedHashMap<>();
        Deque<String> ahead = new ArrayDeque<>();
        from.put(roleOrGroup, "");
        ahead.add(roleOrGroup);
        while (!ahead.isEmpty()) {
            String here = ahead.remove();
            Role role = roles.get(here);
            if (role != null && wanted.test(role)) {
                return Optional.of(shown(here, from));
            }
            for (String next : leadsTo(here, throughClients)) {
                if (from.putIfAbsent(next, here) == null) {
                    ahead.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private List<String> leadsTo(String here, boolean throughClients) {
        Role role = roles.get(here);
        if (role != null) {
            return parts.getOrDefault(here, List.of()).stream()
                    .filter(part -> throughClients || leadsOnWithoutClients(role, roles.get(part)))
                    .toList();
        }
        List<String> next = new ArrayList<>(rolesOfGroups.getOrDefault(here, List.of()));
        Group group = groups.get(here);
        if (group != null && group.parent() != null) {
            next.add(group.parent());
        }
        return next;
    }

    private String shown(String target, Map<String, String> from) {
        List<String> way = new ArrayList<>();
        for (String step = from.get(target); step != null && !step.isEmpty(); step = from.get(step)) {
            way.add(0, name(step));
        }
        String role = name(target);
        return way.isEmpty() ? role : role + " via " + String.join(", ", way);
    }

    private String name(String roleOrGroup) {
        Role role = roles.get(roleOrGroup);
        return role == null ? "group " + path(roleOrGroup) : role.shown();
    }

    private String path(String group) {
        StringBuilder path = new StringBuilder();
        for (Group at = groups.get(group); at != null; at = at.parent() == null ? null : groups.get(at.parent())) {
            path.insert(0, "/" + at.name());
        }
        return path.toString();
    }
}
