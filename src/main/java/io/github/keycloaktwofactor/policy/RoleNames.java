package io.github.keycloaktwofactor.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Role names of the settings, looked up in a realm. A name is that of a realm role; failing that {@code client/role},
 * or {@code client/*} for any role of that client, split at the last {@code /} that leads to a role, so that client
 * ids may be URLs.
 */
public final class RoleNames {

    /** Stands behind the name of a role that was deleted; such a name never resolves, whatever roles there are. */
    static final String DELETED = " (deleted)";

    static final String ANY_ROLE = "*";

    private static final String REALM_CLIENT_SUFFIX = "-realm";

    private final Set<String> roleIds = new HashSet<>();
    private final Set<String> clientIds = new HashSet<>();
    private final List<String> gone = new ArrayList<>();
    private boolean realmClients;

    private RoleNames() {}

    /** Looks the names up. */
    public static RoleNames resolve(RealmModel realm, Collection<String> names) {
        RoleNames resolved = new RoleNames();
        names.forEach(name -> resolved.addNamed(realm, name));
        return resolved;
    }

    /**
     * The roles of administrators: those named, or, if none is, the realm role {@code admin} where there is one, every
     * role of {@code realm-management}, and in the master realm every role of the clients that stand for realms.
     */
    public static RoleNames admins(RealmModel realm, Collection<String> names) {
        if (!names.isEmpty()) {
            return resolve(realm, names);
        }
        RoleNames resolved = new RoleNames();
        resolved.addRole(realm.getRole("admin"));
        resolved.addClient(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID));
        // Told by their ids, because listing all realms at every sign-in would be dear. Somebody's own client of such
        // an id only makes the policy stricter.
        resolved.realmClients = Config.getAdminRealm().equals(realm.getName());
        return resolved;
    }

    /** Whether the name leads to a role, or for {@code client/*} to a client. */
    public static boolean exists(RealmModel realm, String name) {
        return new RoleNames().addNamed(realm, name);
    }

    /** Whether a role is among those named. The caller expands composites and groups. */
    public boolean matches(RoleModel role) {
        if (roleIds.contains(role.getId())) {
            return true;
        }
        return role.isClientRole() && (clientIds.contains(role.getContainerId()) || isOfRealmClient(role));
    }

    /** Whether no role at all can match. */
    boolean matchesNothing() {
        return roleIds.isEmpty() && clientIds.isEmpty() && !realmClients;
    }

    /** The names that led nowhere, in their order. */
    public List<String> gone() {
        return List.copyOf(gone);
    }

    private boolean isOfRealmClient(RoleModel role) {
        return realmClients
                && role.getContainer() instanceof ClientModel client
                && client.getClientId().endsWith(REALM_CLIENT_SUFFIX);
    }

    private boolean addNamed(RealmModel realm, String name) {
        boolean found = !name.endsWith(DELETED) && (addRole(realm.getRole(name)) || addOfClient(realm, name));
        if (!found) {
            gone.add(name);
        }
        return found;
    }

    private boolean addOfClient(RealmModel realm, String name) {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            ClientModel client = realm.getClientByClientId(name.substring(0, slash));
            if (client != null && addOfClient(client, name.substring(slash + 1))) {
                return true;
            }
        }
        return false;
    }

    private boolean addOfClient(ClientModel client, String name) {
        return name.equals(ANY_ROLE) ? addClient(client) : addRole(client.getRole(name));
    }

    private boolean addRole(@Nullable RoleModel role) {
        if (role == null) {
            return false;
        }
        roleIds.add(role.getId());
        return true;
    }

    private boolean addClient(@Nullable ClientModel client) {
        if (client == null) {
            return false;
        }
        clientIds.add(client.getId());
        return true;
    }
}
