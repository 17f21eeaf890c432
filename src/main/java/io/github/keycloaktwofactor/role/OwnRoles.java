package io.github.keycloaktwofactor.role;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The roles for the administration of two-factor only. They belong to a client that the set-up creates in the realm.
 */
public final class OwnRoles {

    /** Id of the client. */
    public static final String CLIENT = "two-factor-admin";

    /** May read the report. */
    public static final String VIEW_REPORT = "view-report";

    /** May view and help single users. */
    public static final String HELP_DESK = "help-desk";

    /** All of them. */
    public static final List<String> ALL = List.of(VIEW_REPORT, HELP_DESK);

    /** Attributes of the realm with the ids of the roles, by their names. */
    private static final String NOTE = "two-factor.role.";

    private OwnRoles() {}

    /**
     * Records the role's ID in a realm attribute. Only administrators who may manage the realm can do this: a role of the
     * same name in a client that somebody else created or renamed does not count.
     */
    public static void note(RealmModel realm, RoleModel role) {
        if (!role.getId().equals(realm.getAttribute(NOTE + role.getName()))) {
            realm.setAttribute(NOTE + role.getName(), role.getId());
        }
    }

    /** Removes the attributes. */
    public static void forget(RealmModel realm) {
        ALL.forEach(name -> realm.removeAttribute(NOTE + name));
    }

    /**
     * Whether the user has one of these roles in the realm. It counts by assignment, group or realm role, but not
     * through another client's composite role or the default role: administrators who may manage clients could give it to
     * everyone that way.
     */
    public static boolean has(RealmModel realm, UserModel user, ClientModel tokenOf, String name) {
        return role(realm, name)
                .filter(role -> tokenOf.hasScope(role) && new UserRoles(user).haveWithoutClients(role))
                .isPresent();
    }

    /** The role that the set-up has recorded, whatever its name is now. */
    static Optional<RoleModel> role(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getAttribute(NOTE + name)).map(realm::getRoleById);
    }
}
