package io.github.keycloaktwofactor.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Removes the state of a user or realm in the transaction that removes the user or realm. The tables have no foreign
 * keys: a row may be written before the transaction that creates its user is committed.
 */
final class RemovedRows implements ProviderEventListener {

    private static final String[] TABLES = {
        "TWO_FACTOR_ATTEMPT", "TWO_FACTOR_USER", "TWO_FACTOR_MAIL", "TWO_FACTOR_DEVICE", "TWO_FACTOR_ADDRESS"
    };

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            delete(
                    removed.getKeycloakSession(),
                    " where REALM_ID = ?1 and USER_ID = ?2",
                    removed.getRealm().getId(),
                    removed.getUser().getId());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            delete(
                    removed.getKeycloakSession(),
                    " where REALM_ID = ?1",
                    removed.getRealm().getId());
        }
    }

    private static void delete(KeycloakSession session, String where, String... parameters) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        String prefix = StateDatabase.prefix((JpaConnectionProviderFactory)
                session.getKeycloakSessionFactory().getProviderFactory(JpaConnectionProvider.class));
        for (String table : TABLES) {
            Query query = entities.createNativeQuery("delete from " + prefix + table + where);
            for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
            }
            query.executeUpdate();
        }
    }
}
