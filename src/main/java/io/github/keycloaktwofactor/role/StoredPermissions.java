package io.github.keycloaktwofactor.role;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.authorization.model.Policy;
import org.keycloak.authorization.model.ResourceServer;
import org.keycloak.authorization.model.Scope;
import org.keycloak.authorization.store.StoreFactory;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Where Keycloak keeps the fine-grained admin permissions of a realm, which depends on their version. */
final class StoredPermissions {

    /**
     * The scopes of Keycloak's classes in {@code org.keycloak.services.resources.admin.fgap}, without those that permit
     * an administrator nothing: {@code token-exchange} is for clients, and {@code user-impersonated} concerns the user
     * who is impersonated.
     */
    private static final List<String> SCOPES_V1 = List.of(
            "manage",
            "view",
            "map-roles",
            "map-roles-client-scope",
            "map-roles-composite",
            "configure",
            "map-role",
            "map-role-client-scope",
            "map-role-composite",
            "manage-membership",
            "manage-members",
            "view-members",
            "impersonate",
            "manage-group-membership");

    private final StoreFactory store;
    private final ResourceServer server;

    private StoredPermissions(StoreFactory store, ResourceServer server) {
        this.store = store;
        this.server = server;
    }

    /**
     * All permissions in force in the realm: those of the feature {@code admin-fine-grained-authz:v2} if the realm has
     * switched them on, or those of version 1, which applies to every realm of the server. The two versions exclude
     * each other.
     */
    static Stream<Policy> of(KeycloakSession session, RealmModel realm) {
        if (realm.isAdminPermissionsEnabled() && AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm)) {
            Stream<String> scopes = AdminPermissionsSchema.SCHEMA.getResourceTypes().values().stream()
                    .flatMap(type -> type.getScopes().stream());
            return in(session, realm.getAdminPermissionsClient()).flatMap(stored -> stored.withScopes(scopes));
        }
        if (Profile.isFeatureEnabled(Profile.Feature.ADMIN_FINE_GRAINED_AUTHZ)) {
            return in(session, managing(realm))
                    .flatMap(stored -> Stream.concat(stored.withScopes(SCOPES_V1.stream()), stored.withoutScopes())
                            .distinct());
        }
        return Stream.empty();
    }

    private static @Nullable ClientModel managing(RealmModel realm) {
        return realm.getClientByClientId(
                realm.getName().equals(Config.getAdminRealm())
                        ? Config.getAdminRealm() + "-realm"
                        : Constants.REALM_MANAGEMENT_CLIENT_ID);
    }

    private static Stream<StoredPermissions> in(KeycloakSession session, @Nullable ClientModel client) {
        if (client == null) {
            return Stream.empty();
        }
        StoreFactory store = session.getProvider(AuthorizationProvider.class).getStoreFactory();
        return Stream.ofNullable(store.getResourceServerStore().findByClient(client))
                .map(server -> new StoredPermissions(store, server));
    }

    private Stream<Policy> withScopes(Stream<String> names) {
        List<Scope> scopes = names.distinct()
                .map(name -> store.getScopeStore().findByName(server, name))
                .filter(Objects::nonNull)
                .toList();
        return scopes.stream()
                .map(scope -> store.getPolicyStore().findByScopes(server, List.of(scope)))
                .flatMap(Collection::stream)
                .distinct();
    }

    /** Permissions for all that can be done to a resource. */
    private Stream<Policy> withoutScopes() {
        return store.getPolicyStore().findByType(server, "resource").stream();
    }
}
