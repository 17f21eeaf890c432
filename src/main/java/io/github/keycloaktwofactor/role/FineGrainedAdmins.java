package io.github.keycloaktwofactor.role;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keycloak.authorization.model.Policy;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.authorization.DecisionStrategy;
import org.keycloak.representations.idm.authorization.Logic;

/**
 * Administrators by Keycloak's fine-grained admin permissions: without any admin role a user may be permitted to reset
 * passwords. Every user who could be granted a permission counts, whatever it permits. User, group and role policies
 * are evaluated; all others, such as time policies, count as granting, because whom they admit is unknown. Where they
 * are kept depends on their version ({@link StoredPermissions}). All data comes from Keycloak's cache, with one look-up
 * per scope, of which there are few.
 */
public final class FineGrainedAdmins {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code CONSENSUS} is among them because a policy that cannot be evaluated here could tip the balance. */
    private static final Set<DecisionStrategy> ONE_IS_ENOUGH =
            EnumSet.of(DecisionStrategy.AFFIRMATIVE, DecisionStrategy.CONSENSUS);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminTerms<BooleanSupplier> terms;

    public FineGrainedAdmins(KeycloakSession session, RealmModel realm, UserModel user, UserRoles roles) {
        this.session = session;
        this.realm = realm;
        this.terms = new UserTerms(user, roles);
    }

    public boolean includeUser() {
        return of(session, realm, terms).getAsBoolean();
    }

    boolean couldBeGranted(Policy permission) {
        return granted(realm, permission, terms).getAsBoolean();
    }

    /**
     * The administrators, in terms of users, roles and groups.
     *
     * @param terms how to build and combine terms
     */
    public static <T> T of(KeycloakSession session, RealmModel realm, AdminTerms<T> terms) {
        return terms.any(StoredPermissions.of(session, realm)
                .map(permission -> granted(realm, permission, terms))
                .toList());
    }

    private static <T> T granted(RealmModel realm, Policy permission, AdminTerms<T> terms) {
        if (permission.getAssociatedPolicies().isEmpty()) {
            return terms.constant(false);
        }
        return permission.getLogic() == Logic.NEGATIVE ? terms.constant(true) : combined(realm, permission, terms);
    }

    private static <T> T combined(RealmModel realm, Policy around, AdminTerms<T> terms) {
        List<T> policies = agreeing(realm, around, terms);
        return ONE_IS_ENOUGH.contains(around.getDecisionStrategy()) ? terms.any(policies) : terms.all(policies);
    }

    private static <T> List<T> agreeing(RealmModel realm, Policy around, AdminTerms<T> terms) {
        return around.getAssociatedPolicies().stream()
                .map(policy -> agrees(realm, policy, terms))
                .toList();
    }

    private static <T> T agrees(RealmModel realm, Policy policy, AdminTerms<T> terms) {
        boolean positive = policy.getLogic() != Logic.NEGATIVE;
        return switch (policy.getType()) {
            case "user" -> signed(terms, positive, terms.users(texts(policy, "users")));
            case "role" -> signed(terms, positive, terms.roles(ids(policy, "roles", named -> true)));
            case "group" ->
                signed(
                        terms,
                        positive,
                        terms.groups(
                                ids(policy, "groups", named -> true),
                                ids(
                                        policy,
                                        "groups",
                                        named -> named.path("extendChildren").asBoolean())));
            case "client" ->
                terms.constant(!positive || texts(policy, "clients").stream().anyMatch(id -> signsPeopleIn(realm, id)));
            case "aggregate" -> positive ? combined(realm, policy, terms) : terms.constant(true);
            default -> terms.constant(true);
        };
    }

    private static <T> T signed(AdminTerms<T> terms, boolean positive, T term) {
        return positive ? term : terms.not(term);
    }

    /** A client with only a service account does not admit anyone who could be asked for a second factor. */
    private static boolean signsPeopleIn(RealmModel realm, String id) {
        ClientModel client = realm.getClientById(id);
        return client != null
                && (client.isStandardFlowEnabled()
                        || client.isImplicitFlowEnabled()
                        || client.isDirectAccessGrantsEnabled()
                        || !client.isServiceAccountsEnabled());
    }

    private static Set<String> texts(Policy policy, String key) {
        return named(policy, key).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static Set<String> ids(Policy policy, String key, Predicate<JsonNode> wanted) {
        return named(policy, key)
                .filter(wanted)
                .map(named -> named.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> named(Policy policy, String key) {
        String stored = policy.getConfig().get(key);
        if (stored == null) {
            return Stream.empty();
        }
        try {
            return StreamSupport.stream(JSON.readTree(stored).spliterator(), false);
        } catch (JsonProcessingException e) {
            return Stream.empty();
        }
    }

    /** The terms for one user, each evaluated only if needed. */
    private static final class UserTerms implements AdminTerms<BooleanSupplier> {

        private final UserModel user;
        private final UserRoles userRoles;

        UserTerms(UserModel user, UserRoles userRoles) {
            this.user = user;
            this.userRoles = userRoles;
        }

        @Override
        public BooleanSupplier constant(boolean value) {
            return () -> value;
        }

        @Override
        public BooleanSupplier users(Set<String> ids) {
            return () -> ids.contains(user.getId());
        }

        @Override
        public BooleanSupplier roles(Set<String> ids) {
            return () -> userRoles.anyMatch(role -> ids.contains(role.getId()));
        }

        @Override
        public BooleanSupplier groups(Set<String> ids, Set<String> withThoseBelow) {
            return () -> user.getGroupsStream()
                    .anyMatch(group -> ids.contains(group.getId()) || isBelow(group, withThoseBelow));
        }

        @Override
        public BooleanSupplier not(BooleanSupplier term) {
            return () -> !term.getAsBoolean();
        }

        @Override
        public BooleanSupplier all(List<BooleanSupplier> all) {
            return () -> all.stream().allMatch(BooleanSupplier::getAsBoolean);
        }

        @Override
        public BooleanSupplier any(List<BooleanSupplier> any) {
            return () -> any.stream().anyMatch(BooleanSupplier::getAsBoolean);
        }

        private static boolean isBelow(GroupModel group, Set<String> ids) {
            return ids.contains(group.getId()) || (group.getParentId() != null && isBelow(group.getParent(), ids));
        }
    }
}
