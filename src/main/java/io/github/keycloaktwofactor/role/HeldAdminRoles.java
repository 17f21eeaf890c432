package io.github.keycloaktwofactor.role;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * Every admin role of a user: those of Keycloak ({@code realm-management}; in the master realm {@code admin}, {@code
 * create-realm} and the roles of the clients that represent realms), those of {@link OwnRoles#CLIENT} and those that
 * the policy defines as administrators. Anyone who removes a user's factor can take over the account, so the caller
 * must have all these roles, too.
 */
public final class HeldAdminRoles {

    private HeldAdminRoles() {}

    /**
     * The roles, including those by composites and groups.
     *
     * @param names those that the policy defines as administrators, as in {@link RoleNames}
     * @param ids what the names meant when they were saved
     */
    public static List<RoleModel> of(
            RealmModel realm, UserModel user, Collection<String> names, Map<String, String> ids) {
        return among(realm, new UserRoles(user).all(), names, ids);
    }

    /** The role itself and those that it contains, as far as they are admin roles. */
    public static List<RoleModel> of(
            RealmModel realm, RoleModel role, Collection<String> names, Map<String, String> ids) {
        return among(realm, RoleUtils.expandCompositeRoles(Set.of(role)).stream(), names, ids);
    }

    private static List<RoleModel> among(
            RealmModel realm, Stream<RoleModel> roles, Collection<String> names, Map<String, String> ids) {
        RoleNames keycloaks = RoleNames.admins(realm, List.of(), Map.of());
        RoleNames named = RoleNames.resolve(realm, names, ids);
        List<RoleTarget> doubtful = named.faults().keySet().stream()
                .flatMap(name -> RoleTarget.named(realm, name).stream())
                .toList();
        return roles.filter(role -> keycloaks.matches(role)
                        || named.matches(role)
                        || isOwn(role)
                        || doubtful.stream().anyMatch(target -> target.means(role)))
                .toList();
    }

    /** Whether fine-grained admin permissions could grant the user anything, independent of roles. */
    public static boolean byPermissions(KeycloakSession session, RealmModel realm, UserModel user) {
        return new FineGrainedAdmins(session, realm, user, new UserRoles(user)).includeUser();
    }

    private static boolean isOwn(RoleModel role) {
        return role.getContainer() instanceof ClientModel client && OwnRoles.CLIENT.equals(client.getClientId());
    }
}
