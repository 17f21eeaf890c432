package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.role.HeldAdminRoles;
import io.github.keycloaktwofactor.role.OwnRoles;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Which users the caller may view, and which they may help. Callers who may not view users cannot find out whether a
 * user exists.
 *
 * <p>The role {@code help-desk} applies to the realm in which it is assigned: an administrator from the master realm
 * has it for users of the master realm only, and helps in other realms through the roles of the client that represents
 * that realm.
 */
final class UserRights {

    private final AdminCall call;
    private final RealmModel realm;
    private final AdminAuth caller;

    UserRights(AdminCall call) {
        this.call = call;
        this.realm = call.realm();
        this.caller = call.auth().adminAuth();
    }

    /** The user, for callers who may view them and for the help desk. Responds with 403 or 404 to all others. */
    UserModel viewed(String id) {
        return viewed(id, isHelpDesk());
    }

    /** The same without the help desk, for calls that return more than it needs. */
    UserModel viewedByRight(String id) {
        return viewed(id, false);
    }

    private UserModel viewed(String id, boolean helpDesk) {
        UserModel user = find(id, helpDesk || call.auth().users().canView());
        if (!helpDesk && !call.auth().users().canView(user)) {
            throw new ForbiddenException();
        }
        return user;
    }

    /**
     * The user, for callers who may manage them and for the help desk. The caller must have every admin role that the
     * user has, and must not be the user. Responds with 403 or 404 to all others.
     */
    UserModel helped(String id) {
        boolean helpDesk = isHelpDesk();
        UserModel user = find(id, helpDesk || call.auth().users().canManage());
        if (!helpDesk && !call.auth().users().canManage(user)) {
            throw new ForbiddenException();
        }
        if (isCaller(id)) {
            throw forbidden("Nobody resets their own two-factor here: use the two-factor page, or ask a colleague");
        }
        if (outranksCaller(user)) {
            throw forbidden("The user has administrative rights that you do not have");
        }
        return user;
    }

    /**
     * The user, for callers who may change what the policy requires of everybody. They must have every admin role that
     * the user has, and must not be the user.
     */
    UserModel exemptible(String id) {
        UserModel user = find(id, true);
        if (isCaller(id)) {
            throw forbidden("You cannot exempt yourself: ask another administrator");
        }
        if (outranksCaller(user)) {
            throw forbidden("The user has administrative rights that you do not have");
        }
        return user;
    }

    /**
     * Responds with 403 if the caller has the role, or if the role is or contains an admin role that the caller does
     * not have: its exemption would be one of the caller, or of administrators with more rights.
     */
    void requireMayExempt(RoleModel role) {
        if (isOfRealm() && caller.getUser().hasRole(role)) {
            throw forbidden("You have this role, so its exemption would be yours: ask another administrator");
        }
        if (!mayDoAnything()
                && TwoFactorPolicy.adminRoles(realm, role, settings()).stream().anyMatch(of -> !callerHas(of))) {
            throw forbidden("The role gives administrative rights that you do not have");
        }
    }

    /** Whether the caller may also read the events of a user. */
    boolean seesEvents() {
        return isHelpDesk() || call.auth().realm().canViewEvents();
    }

    private UserModel find(String id, boolean mayKnow) {
        // Keycloak finds a user that this request has already loaded in any realm, and it has loaded the caller.
        UserModel user =
                isCaller(id) && !isOfRealm() ? null : call.session().users().getUserById(realm, id);
        if (user == null) {
            throw mayKnow ? new NotFoundException("User not found") : new ForbiddenException();
        }
        return user;
    }

    private boolean isCaller(String id) {
        return caller.getUser().getId().equals(id);
    }

    private boolean isOfRealm() {
        return call.isOfThisRealm();
    }

    private boolean isHelpDesk() {
        return call.hasOwnRole(OwnRoles.HELP_DESK);
    }

    private boolean outranksCaller(UserModel user) {
        if (mayDoAnything()) {
            return false;
        }
        return HeldAdminRoles.byPermissions(call.session(), realm, user)
                || TwoFactorPolicy.adminRoles(realm, user, settings()).stream().anyMatch(role -> !callerHas(role));
    }

    private PolicySettings settings() {
        return TwoFactorPolicy.of(realm).orElseGet(() -> PolicySettings.from(Map.of()));
    }

    /** Whether the caller could assign themselves any role in the realm. */
    private boolean mayDoAnything() {
        if (RealmManager.isAdministrationRealm(caller.getRealm()) && caller.hasRealmRole(AdminRoles.ADMIN)) {
            return true;
        }
        if (RealmManager.isAdministrationRealm(realm)) {
            return false;
        }
        return isOfRealm()
                ? hasRole(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID), AdminRoles.REALM_ADMIN)
                : Arrays.stream(AdminRoles.ALL_REALM_ROLES)
                        .allMatch(role -> hasRole(realm.getMasterAdminClient(), role));
    }

    /** An administrator from the master realm has a realm's roles as roles of the same names on that realm's client. */
    private boolean callerHas(RoleModel role) {
        if (isOfRealm()) {
            return caller.getUser().hasRole(role) && caller.getClient().hasScope(role);
        }
        return role.getContainer() instanceof ClientModel client
                && client.getClientId().equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                && hasRole(realm.getMasterAdminClient(), role.getName());
    }

    private boolean hasRole(@Nullable ClientModel client, String role) {
        return client != null && caller.hasAppRole(client, role);
    }

    private static RuntimeException forbidden(String text) {
        return ErrorResponse.error(text, Response.Status.FORBIDDEN);
    }
}
