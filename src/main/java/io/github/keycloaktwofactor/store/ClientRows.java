package io.github.keycloaktwofactor.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Clients of a realm, read from their table. Keycloak's model would load all clients of a realm, which may be thousands, to
 * find a few. Clients of another extension's client storage are not included.
 */
public final class ClientRows {

    private static final String OVERRIDES = "select client.id, client.clientId, value(flow) from ClientEntity client"
            + " join client.authFlowBindings flow where client.realmId = :realm and client.enabled = true"
            + " and key(flow) = :binding order by client.clientId";

    private static final String PASSWORD_GRANT = "select client.id, client.clientId, client.realmId"
            + " from ClientEntity client where client.realmId = :realm and client.enabled = true"
            + " and client.directAccessGrantsEnabled = true order by client.clientId";

    private ClientRows() {}

    /**
     * The enabled clients that override a flow, the first ones ordered by client ID.
     *
     * @param binding {@code browser} or {@code direct_grant}
     */
    public static List<FlowOverride> flowOverrides(KeycloakSession session, String realmId, String binding, int most) {
        return rows(entities(session)
                        .createQuery(OVERRIDES, Object[].class)
                        .setParameter("realm", realmId)
                        .setParameter("binding", binding)
                        .setMaxResults(most)
                        .getResultList()
                        .stream())
                .map(row -> new FlowOverride(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    /** The enabled clients that may use the password grant, the first ones ordered by client ID. */
    public static List<Client> withPasswordGrant(KeycloakSession session, String realmId, int most) {
        return rows(entities(session)
                        .createQuery(PASSWORD_GRANT, Object[].class)
                        .setParameter("realm", realmId)
                        .setMaxResults(most)
                        .getResultList()
                        .stream())
                .map(row -> new Client(row.get(0), row.get(1)))
                .toList();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static Stream<List<String>> rows(Stream<Object[]> rows) {
        return rows.map(row -> List.of((String) row[0], (String) row[1], (String) row[2]));
    }

    /**
     * A client.
     *
     * @param id of its row
     * @param clientId as people know it
     */
    public record Client(String id, String clientId) {}

    /**
     * A client with a flow of its own.
     *
     * @param id of its row
     * @param clientId as people know it
     * @param flowId id of the flow
     */
    public record FlowOverride(String id, String clientId, String flowId) {}
}
