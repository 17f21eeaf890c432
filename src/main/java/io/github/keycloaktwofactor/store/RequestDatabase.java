package io.github.keycloaktwofactor.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Runs statements on the state tables in the request's own transaction, for changes that must be atomic with Keycloak's.
 * Their rows stay locked until the request ends, so they must come last.
 */
public final class RequestDatabase {

    private RequestDatabase() {}

    /**
     * The number of rows that the statement changed. {@code %s} in it stands for the schema prefix, {@code ?1} and so on for
     * the parameters.
     *
     * @throws StateUnavailableException if the tables are unavailable; the request's transaction cannot be committed then
     */
    public static int update(KeycloakSession session, String sql, Object... parameters) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        String prefix = StateDatabase.prefix((JpaConnectionProviderFactory)
                session.getKeycloakSessionFactory().getProviderFactory(JpaConnectionProvider.class));
        try {
            Query query = entities.createNativeQuery(sql.formatted(prefix));
            for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
            }
            return query.executeUpdate();
        } catch (PersistenceException e) {
            throw new StateUnavailableException("The two-factor state tables did not answer", e);
        }
    }
}
