package io.github.keycloaktwofactor.role;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Role names from the settings, resolved in a realm. What a name meant when it was saved takes precedence. Otherwise it
 * is the name of a realm role; failing that {@code client/role}, or {@code client/*} for any role of that client. As
 * client IDs and role names may both contain slashes, such a name can be ambiguous, and then means no role.
 */
public final class RoleNames {

    private static final String REALM_CLIENT_SUFFIX = "-realm";

    private final Set<String> roleIds = new HashSet<>();
    private final Set<String> clientIds = new HashSet<>();
    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private boolean realmClients;

    private RoleNames() {}

    /** Why a name means no role. */
    public enum Fault {
        /** It was a role when the settings were saved, or is marked as deleted. */
        GONE("is no role any more", "until the settings are saved again"),
        /** It may never have been a role: it was stored without validation. */
        UNKNOWN(
                "is no role, and nothing says that it ever was one",
                "until there is such a role or the settings are corrected"),
        AMBIGUOUS("can mean more than one role", "until the settings are saved again"),
        /** The name and its recorded id no longer belong together. */
        MOVED(
                "no longer is the name of the role that was meant when it was saved",
                "until the settings are saved again");

        private final String text;
        private final String until;

        Fault(String text, String until) {
            this.text = text;
            this.until = until;
        }

        /** What follows "which". */
        public String text() {
            return text;
        }

        /** How long the strictest reading holds. */
        public String until() {
            return until;
        }
    }

    /**
     * Resolves the names.
     *
     * @param ids what they meant when they were saved, as recorded in the policy
     */
    public static RoleNames resolve(RealmModel realm, Collection<String> names, Map<String, String> ids) {
        RoleNames resolved = new RoleNames();
        names.forEach(name -> resolved.addNamed(realm, name, ids.get(name)));
        return resolved;
    }

    /**
     * The roles of administrators: those named or, if none are, the realm role {@code admin} if it exists, every role
     * of {@code realm-management}, the help-desk role, and in the master realm {@code create-realm} and every role of the
     * clients that represent realms.
     */
    public static RoleNames admins(RealmModel realm, Collection<String> names, Map<String, String> ids) {
        if (!names.isEmpty()) {
            return resolve(realm, names, ids);
        }
        RoleNames resolved = new RoleNames();
        resolved.addRole(realm.getRole(AdminRoles.ADMIN));
        resolved.addClient(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID));
        resolved.addRole(OwnRoles.role(realm, OwnRoles.HELP_DESK).orElse(null));
        if (Config.getAdminRealm().equals(realm.getName())) {
            resolved.addRole(realm.getRole(AdminRoles.CREATE_REALM));
            // Matched by client ID ({@code <realm>-realm}): listing all realms at every sign-in would be too slow. A
            // custom client with such an ID only makes the policy stricter.
            resolved.realmClients = true;
        }
        return resolved;
    }

    /** Whether a role is among those named. The caller expands composites and groups. */
    public boolean matches(RoleModel role) {
        if (roleIds.contains(role.getId())) {
            return true;
        }
        return role.isClientRole() && (clientIds.contains(role.getContainerId()) || isOfRealmClient(role));
    }

    /**
     * The same for a role that is known by its database row.
     *
     * @param client database id of its client; null for a realm role
     * @param clientId {@code clientId} of that client; null for a realm role
     */
    public boolean matches(String role, @Nullable String client, @Nullable String clientId) {
        return roleIds.contains(role)
                || (client != null && clientIds.contains(client))
                || (clientId != null && isOfRealmClient(clientId));
    }

    /** Whether no role can match. */
    public boolean matchesNothing() {
        return roleIds.isEmpty() && clientIds.isEmpty() && !realmClients;
    }

    /** The names that mean no role, in order. */
    public Map<String, Fault> faults() {
        return faults;
    }

    private boolean isOfRealmClient(RoleModel role) {
        return realmClients
                && role.getContainer() instanceof ClientModel client
                && isOfRealmClient(client.getClientId());
    }

    private boolean isOfRealmClient(String clientId) {
        return realmClients && clientId.endsWith(REALM_CLIENT_SUFFIX);
    }

    private void addNamed(RealmModel realm, String name, @Nullable String id) {
        Optional<RoleTarget> saved = RoleTarget.stored(realm, id);
        if (name.endsWith(RoleTarget.DELETED)) {
            faults.put(name, Fault.GONE);
        } else if (saved.isPresent()) {
            addSaved(name, saved.get());
        } else {
            addOneOf(name, RoleTarget.named(realm, name), id == null ? Fault.UNKNOWN : Fault.GONE);
        }
    }

    /** Renames are followed when they happen, so a target with another name is not the one that was saved. */
    private void addSaved(String name, RoleTarget saved) {
        if (saved.name().equals(name)) {
            add(saved);
        } else {
            faults.put(name, Fault.MOVED);
        }
    }

    private void addOneOf(String name, List<RoleTarget> targets, Fault none) {
        if (targets.size() == 1) {
            add(targets.get(0));
        } else {
            faults.put(name, targets.isEmpty() ? none : Fault.AMBIGUOUS);
        }
    }

    private void add(RoleTarget target) {
        (target.ofWholeClient() ? clientIds : roleIds).add(target.id());
    }

    private void addRole(@Nullable RoleModel role) {
        if (role != null) {
            roleIds.add(role.getId());
        }
    }

    private void addClient(@Nullable ClientModel client) {
        if (client != null) {
            clientIds.add(client.getId());
        }
    }
}
