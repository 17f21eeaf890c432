package io.github.keycloaktwofactor.role;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a user comes by a role.
 *
 * @param role as it is written in the settings, such as {@code staff} or {@code crm/agent}
 * @param composites the roles that it is a part of, the nearest first; empty where it was given itself
 * @param group path of the group that was given the last of them; null where the user was
 */
public record RolePath(
        String role, List<String> composites, @Nullable String group) {

    public RolePath {
        composites = List.copyOf(composites);
    }

    /** In English, such as {@code role staff via composite lead via group /Accounting}. */
    public String text() {
        StringBuilder text = new StringBuilder("role ").append(role);
        composites.forEach(composite -> text.append(" via composite ").append(composite));
        return group == null
                ? text.toString()
                : text.append(" via group ").append(group).toString();
    }
}
