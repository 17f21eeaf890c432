package io.github.keycloaktwofactor.role;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.authorization.model.Policy;
import org.keycloak.authorization.model.ResourceServer;
import org.keycloak.authorization.model.Scope;
import org.keycloak.authorization.store.StoreFactory;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.authorization.DecisionStrategy;
import org.keycloak.representations.idm.authorization.Logic;

/**
 * Administrators by Keycloak's fine-grained admin permissions: without any role of an administrator somebody may be
 * permitted to reset passwords. Every user who could be granted a permission counts, whatever it permits. Policies of users,
 * groups and roles are looked at as they are; of all others, such as those of times, it cannot be told whom they let by,
 * so they count as granting. All this is read from what Keycloak caches: each look goes by scope, of which there are few.
 */
public final class FineGrainedAdmins {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final UserRoles roles;

    public FineGrainedAdmins(KeycloakSession session, RealmModel realm, UserModel user, UserRoles roles) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.roles = roles;
    }

    public boolean includeUser() {
        ClientModel permissions =
                realm.isAdminPermissionsEnabled() && AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm)
                        ? realm.getAdminPermissionsClient()
                        : null;
        if (permissions == null) {
            return false;
        }
        StoreFactory store = session.getProvider(AuthorizationProvider.class).getStoreFactory();
        ResourceServer server = store.getResourceServerStore().findByClient(permissions);
        return server != null && permissions(store, server).anyMatch(this::couldBeGranted);
    }

    private static Stream<Policy> permissions(StoreFactory store, ResourceServer server) {
        List<Scope> scopes = AdminPermissionsSchema.SCHEMA.getResourceTypes().values().stream()
                .flatMap(type -> type.getScopes().stream())
                .distinct()
                .map(name -> store.getScopeStore().findByName(server, name))
                .filter(Objects::nonNull)
                .toList();
        return scopes.stream().flatMap(scope -> store.getPolicyStore().findByScopes(server, List.of(scope)).stream());
    }

    /** Keycloak takes no other strategy for these than that all policies agree. */
    boolean couldBeGranted(Policy permission) {
        return !permission.getAssociatedPolicies().isEmpty()
                && permission.getAssociatedPolicies().stream().allMatch(this::couldAgree);
    }

    private boolean couldAgree(Policy policy) {
        boolean positive = policy.getLogic() != Logic.NEGATIVE;
        return switch (policy.getType()) {
            case "user" -> names(policy, "users", id -> id.asText().equals(user.getId())) == positive;
            case "role" -> names(policy, "roles", this::hasRole) == positive;
            case "group" -> names(policy, "groups", this::isInGroup) == positive;
            case "client" -> !positive || names(policy, "clients", this::signsPeopleIn);
            case "aggregate" -> !positive || agree(policy);
            default -> true;
        };
    }

    private boolean agree(Policy aggregate) {
        Stream<Policy> policies = aggregate.getAssociatedPolicies().stream();
        return aggregate.getDecisionStrategy() == DecisionStrategy.UNANIMOUS
                ? policies.allMatch(this::couldAgree)
                : policies.anyMatch(this::couldAgree);
    }

    private boolean hasRole(JsonNode named) {
        String id = named.path("id").asText();
        return roles.anyMatch(role -> role.getId().equals(id));
    }

    private boolean isInGroup(JsonNode named) {
        String id = named.path("id").asText();
        boolean below = named.path("extendChildren").asBoolean();
        return user.getGroupsStream().anyMatch(group -> is(group, id, below));
    }

    private static boolean is(GroupModel group, String id, boolean below) {
        return group.getId().equals(id) || (below && group.getParentId() != null && is(group.getParent(), id, true));
    }

    /** A client that has nothing but its service account lets nobody by who could be asked for a second factor. */
    private boolean signsPeopleIn(JsonNode named) {
        ClientModel client = realm.getClientById(named.asText());
        return client != null
                && (client.isStandardFlowEnabled()
                        || client.isImplicitFlowEnabled()
                        || client.isDirectAccessGrantsEnabled()
                        || !client.isServiceAccountsEnabled());
    }

    private static boolean names(Policy policy, String key, Predicate<JsonNode> wanted) {
        String stored = policy.getConfig().get(key);
        if (stored == null) {
            return false;
        }
        try {
            return StreamSupport.stream(JSON.readTree(stored).spliterator(), false)
                    .anyMatch(wanted);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
