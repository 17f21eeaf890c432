package io.github.keycloaktwofactor.role;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * What a name in the settings refers to: a role, or all roles of a client.
 *
 * @param id id of the role or the client
 * @param ofWholeClient whether any role of the client is meant
 * @param name as written in the settings
 */
public record RoleTarget(String id, boolean ofWholeClient, String name) {

    /** Appended to the name of a deleted role; such a name never resolves, whatever roles there are. */
    public static final String DELETED = " (deleted)";

    static final String ANY_ROLE = "*";

    private static final String CLIENT = "client:";

    public static RoleTarget of(RoleModel role) {
        return new RoleTarget(
                role.getId(),
                false,
                role.getContainer() instanceof ClientModel client
                        ? qualified(client.getClientId(), role.getName())
                        : role.getName());
    }

    public static RoleTarget of(ClientModel client) {
        return new RoleTarget(client.getId(), true, qualified(client.getClientId(), ANY_ROLE));
    }

    /** Whether the role is meant, itself or as one of the client's. */
    boolean means(RoleModel role) {
        return id.equals(ofWholeClient ? role.getContainerId() : role.getId());
    }

    public static String qualified(@Nullable String clientId, String role) {
        return clientId == null ? role : clientId + "/" + role;
    }

    /** Its stored form, beside the name. */
    public String stored() {
        return ofWholeClient ? CLIENT + id : id;
    }

    /** Parses the stored form; empty if the realm no longer has it. */
    public static Optional<RoleTarget> stored(RealmModel realm, @Nullable String stored) {
        if (stored == null) {
            return Optional.empty();
        }
        return stored.startsWith(CLIENT)
                ? Optional.ofNullable(realm.getClientById(stored.substring(CLIENT.length())))
                        .map(RoleTarget::of)
                : Optional.ofNullable(realm.getRoleById(stored)).map(RoleTarget::of);
    }

    /**
     * Everything that a name can mean: the realm role of that name or, if there is none, each client role that results
     * from splitting it at one of its slashes. Client IDs and role names may both contain slashes.
     */
    public static List<RoleTarget> named(RealmModel realm, String name) {
        if (name.endsWith(DELETED)) {
            return List.of();
        }
        RoleModel ofRealm = realm.getRole(name);
        return ofRealm == null ? List.copyOf(ofClients(realm, name).values()) : List.of(of(ofRealm));
    }

    /** What the part of a name after the client ID refers to. */
    public static Optional<RoleTarget> ofClient(ClientModel client, String rest) {
        return rest.equals(ANY_ROLE)
                ? Optional.of(of(client))
                : Optional.ofNullable(client.getRole(rest)).map(RoleTarget::of);
    }

    /** Each of them by client ID, the longest first. */
    public static Map<String, RoleTarget> ofClients(RealmModel realm, String name) {
        Map<String, RoleTarget> targets = new LinkedHashMap<>();
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            String clientId = name.substring(0, slash);
            ClientModel client = realm.getClientByClientId(clientId);
            if (client != null) {
                ofClient(client, name.substring(slash + 1)).ifPresent(target -> targets.put(clientId, target));
            }
        }
        return targets;
    }
}
