package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.Map;
import java.util.Optional;
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
 * Keeps the role names in the policy up to date. Renaming a role or client renames it there too. The name of a deleted
 * one is marked as deleted, so that a new role with the same name neither ends the requirement for everyone nor exempts
 * anyone until an administrator has saved the settings again.
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
            deleted(removed.getKeycloakSession(), client.getRealm(), RoleTarget.of(client), true);
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            DeletedNames.realmRemoved(removed.getKeycloakSession(), removed.getRealm());
        }
    }

    private static void roleRenamed(RoleModel.RoleNameChangeEvent event) {
        String before = RoleTarget.qualified(event.getClientId(), event.getPreviousName());
        String after = RoleTarget.qualified(event.getClientId(), event.getNewName());
        RealmModel realm = stored(event.getKeycloakSession(), event.getRealm());
        if (realm != null) {
            Map<String, String> ids = new GuardConfig(realm).ids();
            boolean ofClient = event.getClientId() != null;
            rename(realm, name -> name.equals(before) ? renamed(realm, name, after, ids.get(name), ofClient) : name);
        }
    }

    private static void clientRenamed(ClientModel.ClientIdChangeEvent event) {
        String before = RoleTarget.qualified(event.getPreviousClientId(), "");
        String after = RoleTarget.qualified(event.getNewClientId(), "");
        ClientModel client = event.getUpdatedClient();
        RealmModel realm = stored(event.getKeycloakSession(), client.getRealm());
        if (realm != null) {
            Map<String, String> ids = new GuardConfig(realm).ids();
            rename(realm, name -> {
                String rest = name.startsWith(before) ? name.substring(before.length()) : "";
                boolean ofClient =
                        !rest.isEmpty() && RoleTarget.ofClient(client, rest).isPresent();
                return ofClient ? renamed(realm, name, after + rest, ids.get(name), true) : name;
            });
        }
    }

    /**
     * The new form of a name that can mean what was renamed. Its recorded meaning decides. Otherwise a realm role of
     * the name takes precedence over a client role; and a name that still resolves to another client's role could have
     * meant either, so it must not change to mean that one only.
     */
    private static String renamed(
            RealmModel realm, String name, String after, @Nullable String noted, boolean ofClient) {
        Optional<RoleTarget> meant = RoleTarget.stored(realm, noted);
        if (meant.isPresent()) {
            return meant.get().name().equals(after) ? after : name;
        }
        if (!ofClient) {
            return after;
        }
        if (realm.getRole(name) != null) {
            return name;
        }
        return RoleTarget.named(realm, name).isEmpty() ? after : name + RoleTarget.DELETED;
    }

    private static void rename(RealmModel realm, UnaryOperator<String> change) {
        new GuardConfig(realm)
                .rewrite(change)
                .forEach(list -> LOG.infof(
                        "Two-factor policy of realm '%s': %s follows a renamed role", realm.getName(), list.key()));
    }

    private static void roleRemoved(KeycloakSession session, RoleModel role) {
        if (role.getContainer() instanceof ClientModel client) {
            deleted(session, client.getRealm(), RoleTarget.of(role), true);
        } else if (role.getContainer() instanceof RealmModel realm) {
            deleted(session, realm, RoleTarget.of(role), false);
        }
    }

    /**
     * Only records the name. A query at this moment would make Hibernate delete the role before Keycloak has removed
     * the references to it.
     */
    private static void deleted(KeycloakSession session, RealmModel of, RoleTarget target, boolean ofClient) {
        RealmModel realm = stored(session, of);
        if (realm != null) {
            new GuardConfig(realm)
                    .namesOf(target)
                    .forEach(name -> DeletedNames.of(session).add(realm, name, target, ofClient));
        }
    }

    /**
     * The realm from the cache. The realm of an event may be the database entity, and a change to it would never reach
     * the caches of the nodes.
     */
    private static @Nullable RealmModel stored(KeycloakSession session, RealmModel realm) {
        return session.realms().getRealm(realm.getId());
    }
}
