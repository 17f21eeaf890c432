package io.github.keycloaktwofactor.role;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a user gets a role.
 *
 * @param role as written in the settings, such as {@code staff} or {@code crm/agent}
 * @param composites the composite roles that lead to it, the nearest first; empty if it is assigned itself
 * @param group path of the group that the last of them is assigned to; null if it is the user
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
