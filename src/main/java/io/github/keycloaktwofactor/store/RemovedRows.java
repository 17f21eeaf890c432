package io.github.keycloaktwofactor.store;

import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Removes the state of a user, role or realm in the transaction that removes it. The tables have no foreign keys: a row
 * may be written before the transaction that creates its user commits.
 */
final class RemovedRows implements ProviderEventListener {

    private static final String[] TABLES = {
        "TWO_FACTOR_ATTEMPT", "TWO_FACTOR_USER", "TWO_FACTOR_MAIL", "TWO_FACTOR_DEVICE", "TWO_FACTOR_ADDRESS"
    };

    /** Of users and of roles. */
    private static final String EXEMPTIONS = "TWO_FACTOR_EXEMPTION";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            delete(
                    removed.getKeycloakSession(),
                    " where REALM_ID = ?1 and USER_ID = ?2",
                    removed.getRealm().getId(),
                    removed.getUser().getId());
            RequestDatabase.update(
                    removed.getKeycloakSession(),
                    "delete from %s" + EXEMPTIONS + " where REALM_ID = ?1 and TARGET_KIND = 'USER' and TARGET_ID = ?2",
                    removed.getRealm().getId(),
                    removed.getUser().getId());
        } else if (event instanceof RoleContainerModel.RoleRemovedEvent removed) {
            RequestDatabase.updateWithoutFlush(
                    removed.getKeycloakSession(),
                    "delete from %s" + EXEMPTIONS + " where REALM_ID = ? and TARGET_KIND = 'ROLE' and TARGET_ID = ?",
                    realm(removed.getRole()),
                    removed.getRole().getId());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            delete(
                    removed.getKeycloakSession(),
                    " where REALM_ID = ?1",
                    removed.getRealm().getId());
            RequestDatabase.update(
                    removed.getKeycloakSession(),
                    "delete from %s" + EXEMPTIONS + " where REALM_ID = ?1",
                    removed.getRealm().getId());
        }
    }

    private static String realm(RoleModel role) {
        return role.getContainer() instanceof ClientModel client
                ? client.getRealm().getId()
                : role.getContainerId();
    }

    private static void delete(KeycloakSession session, String where, Object... parameters) {
        for (String table : TABLES) {
            RequestDatabase.update(session, "delete from %s" + table + where, parameters);
        }
    }
}
