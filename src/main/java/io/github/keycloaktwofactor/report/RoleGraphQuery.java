package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.store.ReadDatabase;
import io.github.keycloaktwofactor.store.Sql;

/** Reads the roles and groups of a realm in four statements, however many there are. */
final class RoleGraphQuery {

    private RoleGraphQuery() {}

    static RoleGraph read(ReadDatabase database, String realmId, String defaultRole) {
        RoleGraph graph = new RoleGraph(defaultRole);
        database.each(
                Sql.of(
                        "select r.ID, r.NAME, c.ID, c.CLIENT_ID from @KEYCLOAK_ROLE r"
                                + " left join @CLIENT c on c.ID = r.CLIENT where r.REALM_ID = ?",
                        realmId),
                row -> graph.addRole(
                        new RoleGraph.Role(row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
        database.each(
                Sql.of(
                        "select c.COMPOSITE, c.CHILD_ROLE from @COMPOSITE_ROLE c"
                                + " join @KEYCLOAK_ROLE r on r.ID = c.COMPOSITE where r.REALM_ID = ?",
                        realmId),
                row -> graph.addPart(row.getString(1), row.getString(2)));
        database.each(Sql.of("select ID, NAME, PARENT_GROUP from @KEYCLOAK_GROUP where REALM_ID = ?", realmId), row -> {
            String parent = row.getString(3);
            // Top-level groups have a blank parent.
            graph.addGroup(row.getString(1), row.getString(2), parent == null || parent.isBlank() ? null : parent);
        });
        database.each(
                Sql.of(
                        "select m.GROUP_ID, m.ROLE_ID from @GROUP_ROLE_MAPPING m"
                                + " join @KEYCLOAK_GROUP g on g.ID = m.GROUP_ID where g.REALM_ID = ?",
                        realmId),
                row -> graph.addRoleOfGroup(row.getString(1), row.getString(2)));
        return graph;
    }
}
