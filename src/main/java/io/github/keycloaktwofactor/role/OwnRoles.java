package io.github.keycloaktwofactor.role;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** The roles for the administration of two-factor alone. They belong to a client that the set-up makes in the realm. */
public final class OwnRoles {

    /** Id of the client. */
    public static final String CLIENT = "two-factor-admin";

    /** Reads the report. */
    public static final String VIEW_REPORT = "view-report";

    /** Sees and helps single users. */
    public static final String HELP_DESK = "help-desk";

    /** All of them. */
    public static final List<String> ALL = List.of(VIEW_REPORT, HELP_DESK);

    /** Attributes of the realm with the ids of the roles, by their names. */
    private static final String NOTE = "two-factor.role.";

    private OwnRoles() {}

    /**
     * Notes that these are the roles. Only who may manage the realm can: a role of the same name in a client that somebody
     * else made or renamed is not one of them.
     */
    public static void note(RealmModel realm, RoleModel role) {
        if (!role.getId().equals(realm.getAttribute(NOTE + role.getName()))) {
            realm.setAttribute(NOTE + role.getName(), role.getId());
        }
    }

    /** Takes the note back. */
    public static void forget(RealmModel realm) {
        ALL.forEach(name -> realm.removeAttribute(NOTE + name));
    }

    /**
     * Whether the user has one of these roles in the realm. It counts by a mapping, a group or a realm role, and not as part
     * of another client's role or of the default role: administrators who may manage clients could give it to everyone that
     * way.
     */
    public static boolean has(RealmModel realm, UserModel user, ClientModel tokenOf, String name) {
        return role(realm, name)
                .filter(role -> tokenOf.hasScope(role) && new UserRoles(user).haveWithoutClients(role))
                .isPresent();
    }

    /** The role that the set-up has noted, whatever it is called now. */
    static Optional<RoleModel> role(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getAttribute(NOTE + name)).map(realm::getRoleById);
    }
}
