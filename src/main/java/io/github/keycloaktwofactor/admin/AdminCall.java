package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.role.OwnRoles;
import jakarta.ws.rs.ForbiddenException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * One call of the admin REST API. Keycloak accepts the token of any user of the realm here, so each method of a
 * resource first requires the role that it needs.
 */
record AdminCall(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {

    /** Responds with 403 if the caller lacks {@code view-realm}. */
    void requireViewRealm() {
        auth.realm().requireViewRealm();
    }

    /** Responds with 403 if the caller lacks {@code manage-realm}. */
    void requireManageRealm() {
        auth.realm().requireManageRealm();
    }

    /**
     * Responds with 403 if the caller may not view all users. Keycloak's own check also accepts callers who may view
     * all users except some, and the report would show them those.
     */
    void requireReport() {
        if (!maySeeEveryUser() && !hasOwnRole(OwnRoles.VIEW_REPORT)) {
            throw new ForbiddenException();
        }
    }

    /** The caller, if they are a user of this realm and no service account. */
    Optional<UserModel> callerOfThisRealm() {
        UserModel caller = auth.adminAuth().getUser();
        return isOfThisRealm() && caller.getServiceAccountClientLink() == null ? Optional.of(caller) : Optional.empty();
    }

    private boolean maySeeEveryUser() {
        String administration = Config.getAdminRealm();
        ClientModel managing = auth.adminAuth().getRealm().getName().equals(administration)
                ? realm.getMasterAdminClient()
                : realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        return managing != null
                && auth.adminAuth().hasOneOfAppRole(managing, AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS);
    }

    /** Whether the caller has the role as a user of this realm. */
    boolean hasOwnRole(String role) {
        return isOfThisRealm()
                && OwnRoles.has(
                        realm, auth.adminAuth().getUser(), auth.adminAuth().getClient(), role);
    }

    boolean isOfThisRealm() {
        return auth.adminAuth().getRealm().getId().equals(realm.getId());
    }

    /** Records an admin event: users were read in bulk. */
    void exported(Map<String, String> query) {
        adminEvent
                .operation(OperationType.ACTION)
                .resource(UserResource.RESOURCE)
                .resourcePath(session.getContext().getUri())
                .representation(query)
                .success();
    }

    /**
     * Records an admin event for what the call has changed.
     *
     * @param resource resource type, a contract like the names of our user events
     * @param before previous state; null if there was none
     * @param after new state; null if there is none
     */
    void changed(OperationType operation, String resource, @Nullable Object before, @Nullable Object after) {
        changed(operation, resource, before, after, Map.of());
    }

    /**
     * The same with details.
     *
     * @param details never a secret; their names are a contract as well
     */
    void changed(
            OperationType operation,
            String resource,
            @Nullable Object before,
            @Nullable Object after,
            Map<String, String> details) {
        Map<String, @Nullable Object> representation = new LinkedHashMap<>();
        representation.put("before", before);
        representation.put("after", after);
        details.forEach(adminEvent::detail);
        adminEvent
                .operation(operation)
                .resource(resource)
                .resourcePath(session.getContext().getUri())
                .representation(representation)
                .success();
    }
}
