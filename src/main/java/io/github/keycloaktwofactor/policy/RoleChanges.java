package io.github.keycloaktwofactor.policy;

import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Keeps the role names in the policy true. A renamed role or client is renamed there too. The name of a deleted one is
 * marked as deleted, so that a role which is made later under the same name neither ends the requirement for everyone
 * nor exempts anybody before an administrator has saved the settings again.
 */
public final class RoleChanges implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(RoleChanges.class);

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof RoleModel.RoleNameChangeEvent renamed) {
            roleRenamed(renamed);
        } else if (event instanceof ClientModel.ClientIdChangeEvent renamed) {
            clientRenamed(renamed);
        } else if (event instanceof RoleContainerModel.RoleRemovedEvent removed) {
            roleRemoved(removed.getKeycloakSession(), removed.getRole());
        } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
            ClientModel client = removed.getClient();
            deletedOfClient(removed.getKeycloakSession(), client, RoleNames.ANY_ROLE);
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            DeletedNames.realmRemoved(removed.getKeycloakSession(), removed.getRealm());
        }
    }

    private static void roleRenamed(RoleModel.RoleNameChangeEvent event) {
        String before = qualified(event.getClientId(), event.getPreviousName());
        String after = qualified(event.getClientId(), event.getNewName());
        RealmModel realm = stored(event.getKeycloakSession(), event.getRealm());
        boolean ofClient = event.getClientId() != null;
        if (realm != null) {
            // A name of a client's role that still leads somewhere means another role, which was not renamed.
            rename(realm, name -> name.equals(before) && !(ofClient && RoleNames.exists(realm, name)) ? after : name);
        }
    }

    private static void clientRenamed(ClientModel.ClientIdChangeEvent event) {
        String before = qualified(event.getPreviousClientId(), "");
        String after = qualified(event.getNewClientId(), "");
        RealmModel realm =
                stored(event.getKeycloakSession(), event.getUpdatedClient().getRealm());
        if (realm != null) {
            rename(
                    realm,
                    name -> name.startsWith(before) && !RoleNames.exists(realm, name)
                            ? after + name.substring(before.length())
                            : name);
        }
    }

    private static void rename(RealmModel realm, UnaryOperator<String> change) {
        new GuardConfig(realm)
                .rewrite(change)
                .forEach(list -> LOG.infof(
                        "Two-factor policy of realm '%s': %s follows a renamed role", realm.getName(), list.key()));
    }

    private static void roleRemoved(KeycloakSession session, RoleModel role) {
        if (role.getContainer() instanceof ClientModel client) {
            deletedOfClient(session, client, role.getName());
        } else if (role.getContainer() instanceof RealmModel realm) {
            deleted(session, realm, role.getName(), false);
        }
    }

    private static void deletedOfClient(KeycloakSession session, ClientModel client, String role) {
        deleted(session, client.getRealm(), qualified(client.getClientId(), role), true);
    }

    /**
     * Only notes the name. A query at this moment would make Hibernate delete the role before Keycloak has removed what
     * still refers to it.
     */
    private static void deleted(KeycloakSession session, RealmModel of, String name, boolean ofClient) {
        RealmModel realm = stored(session, of);
        if (realm != null && new GuardConfig(realm).names(name)) {
            DeletedNames.of(session).add(realm, name, ofClient);
        }
    }

    private static String qualified(@Nullable String clientId, String role) {
        return clientId == null ? role : clientId + "/" + role;
    }

    /**
     * The realm as the cache knows it. The realm of an event may be that of the database alone, and a change through it
     * would never reach the caches of the servers.
     */
    private static @Nullable RealmModel stored(KeycloakSession session, RealmModel realm) {
        return session.realms().getRealm(realm.getId());
    }
}
