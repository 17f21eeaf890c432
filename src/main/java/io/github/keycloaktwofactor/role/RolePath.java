package io.github.keycloaktwofactor.role;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A role that a user has, and the way by which the user has it.
 *
 * @param role as settings name it
 * @param composites the roles that it is part of, from the nearest one to the one that the user was given
 * @param group path of the group whose members have it; null for a role that the user was given
 */
public record RolePath(
        String role, List<String> composites, @Nullable String group) {

    static RolePath given(String role, @Nullable String group) {
        return new RolePath(role, List.of(), group);
    }

    /** The way to a part of this role. */
    RolePath part(String name) {
        return new RolePath(
                name, Stream.concat(Stream.of(role), composites.stream()).toList(), group);
    }

    /** Such as {@code role staff via composite employee via group /Accounting}. */
    public String text() {
        StringBuilder text = new StringBuilder("role ").append(role);
        composites.forEach(composite -> text.append(" via composite ").append(composite));
        return group == null
                ? text.toString()
                : text.append(" via group ").append(group).toString();
    }
}
