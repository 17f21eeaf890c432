package io.github.keycloaktwofactor.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * One call of the admin REST API. Keycloak lets the token of any user of the realm get here, so each method of a resource
 * asks first for the right that it needs.
 */
record AdminCall(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {

    /** Ends the call with 403 for callers without {@code view-realm}. */
    void requireViewRealm() {
        auth.realm().requireViewRealm();
    }

    /** Ends the call with 403 for callers without {@code manage-realm}. */
    void requireManageRealm() {
        auth.realm().requireManageRealm();
    }

    /**
     * Records what the call has changed as an admin event.
     *
     * @param resource type of the resource, a contract like the names of our user events
     * @param before what there was; null for nothing
     * @param after what there is now; null for nothing
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
