package io.github.keycloaktwofactor.store;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Removes the state of a user or realm in the transaction that removes the user or realm. The tables have no foreign
 * keys: a row may be written before the transaction that creates its user commits.
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

    private static void delete(KeycloakSession session, String where, Object... parameters) {
        for (String table : TABLES) {
            RequestDatabase.update(session, "delete from %s" + table + where, parameters);
        }
    }
}
