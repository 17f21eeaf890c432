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

    private OwnRoles() {}

    /**
     * Whether the user has one of these roles in the realm. It counts by a mapping, a group or a realm role, and not as part
     * of another client's role: administrators who may manage clients could give it to everyone that way.
     */
    public static boolean has(RealmModel realm, UserModel user, ClientModel tokenOf, String name) {
        return role(realm, name)
                .filter(role -> tokenOf.hasScope(role) && new UserRoles(user).haveWithoutClients(role))
                .isPresent();
    }

    private static Optional<RoleModel> role(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getClientByClientId(CLIENT)).map(client -> client.getRole(name));
    }
}
