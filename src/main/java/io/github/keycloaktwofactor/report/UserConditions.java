package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.role.AdminTerms;
import io.github.keycloaktwofactor.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Administrators by fine-grained permissions, as conditions of a query over users {@code u}. */
final class UserConditions implements AdminTerms<Sql> {

    private final RoleGraph graph;

    UserConditions(RoleGraph graph) {
        this.graph = graph;
    }

    /** Whether one of the roles or groups is assigned to the user. */
    static Sql holds(Holders holders) {
        List<Sql> ways = new ArrayList<>();
        if (!holders.roles().isEmpty()) {
            ways.add(Sql.of(
                    "exists (select 1 from @USER_ROLE_MAPPING m where m.USER_ID = u.ID and {})",
                    Sql.in("m.ROLE_ID", holders.roles())));
        }
        if (!holders.groups().isEmpty()) {
            ways.add(Sql.of(
                    "exists (select 1 from @USER_GROUP_MEMBERSHIP m where m.USER_ID = u.ID and {})",
                    Sql.in("m.GROUP_ID", holders.groups())));
        }
        return Sql.any(ways);
    }

    /**
     * The same for roles that nearly all users have. For the other form, PostgreSQL builds a table of all holders,
     * which is slow for a page of a hundred users; this form is evaluated for each user.
     */
    static Sql holdsAsMostDo(Holders holders) {
        return holders.roles().isEmpty() || holders.groups().isEmpty()
                ? holds(holders)
                : Sql.of(
                        "exists (select 1 from @USER_ROLE_MAPPING m where m.USER_ID = u.ID and {} union all"
                                + " select 1 from @USER_GROUP_MEMBERSHIP m where m.USER_ID = u.ID and {})",
                        Sql.in("m.ROLE_ID", holders.roles()),
                        Sql.in("m.GROUP_ID", holders.groups()));
    }

    @Override
    public Sql constant(boolean value) {
        return value ? Sql.TRUE : Sql.FALSE;
    }

    @Override
    public Sql users(Set<String> ids) {
        return Sql.in("u.ID", ids);
    }

    @Override
    public Sql roles(Set<String> ids) {
        return holds(graph.holders(role -> ids.contains(role.id())));
    }

    @Override
    public Sql groups(Set<String> ids, Set<String> withThoseBelow) {
        return holds(graph.members(ids, withThoseBelow));
    }

    @Override
    public Sql not(Sql term) {
        return term.negated();
    }

    @Override
    public Sql all(List<Sql> all) {
        return Sql.all(all);
    }

    @Override
    public Sql any(List<Sql> any) {
        return Sql.any(any);
    }
}
