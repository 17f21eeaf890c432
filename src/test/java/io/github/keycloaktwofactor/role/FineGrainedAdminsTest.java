package io.github.keycloaktwofactor.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import io.github.keycloaktwofactor.policy.FakeRealm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.authorization.model.Policy;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.authorization.DecisionStrategy;
import org.keycloak.representations.idm.authorization.Logic;

class FineGrainedAdminsTest {

    @BeforeAll
    static void keycloaksFeatures() {
        Profile.defaults();
    }

    private final FakeRealm realm = new FakeRealm("shop");
    private final KeycloakSession session = mock(KeycloakSession.class);

    @Test
    void nothingIsLookedAtWhileThePermissionsAreOff() {
        assertThat(admins(user()).includeUser()).isFalse();
        verifyNoInteractions(session);
    }

    @Test
    void allPoliciesOfAPermissionMustAgree() {
        Policy me = policy("user", "users", "[\"me\"]");
        Policy another = policy("user", "users", "[\"another\"]");

        assertThat(granted(me)).isTrue();
        assertThat(granted(another)).isFalse();
        assertThat(granted(me, another)).isFalse();
        assertThat(granted()).as("without a policy").isFalse();
    }

    @Test
    void usersWhomANegativePolicyDoesNotNameCouldBeGranted() {
        Policy notMe = negative(policy("user", "users", "[\"me\"]"));
        Policy notAnother = negative(policy("user", "users", "[\"another\"]"));

        assertThat(granted(notMe)).isFalse();
        assertThat(granted(notAnother)).isTrue();
    }

    @Test
    void rolesCountByCompositesAndGroupsByTheirParentsWhereThePolicySaysSo() {
        RoleModel role = realm.role("supporter");
        RoleModel lead = realm.role("lead");
        realm.composite(lead, role);
        GroupModel parent = realm.group();
        GroupModel group = realm.subgroup(parent);
        lenient().when(parent.getId()).thenReturn("parent-id");
        lenient().when(group.getId()).thenReturn("group-id");
        UserModel user = realm.user(List.of(group), lead);

        assertThat(granted(user, policy("role", "roles", "[{\"id\":\"" + role.getId() + "\"}]")))
                .isTrue();
        assertThat(granted(user, policy("group", "groups", "[{\"id\":\"group-id\"}]")))
                .isTrue();
        assertThat(granted(user, policy("group", "groups", "[{\"id\":\"parent-id\"}]")))
                .isFalse();
        assertThat(granted(user, policy("group", "groups", "[{\"id\":\"parent-id\",\"extendChildren\":true}]")))
                .isTrue();
    }

    @Test
    void aPolicyThatNamesNobodyCountsAsAgreeing() {
        Policy time = policy("time", "noa", "2099-01-01 00:00:00");

        assertThat(granted(time)).isTrue();
        assertThat(granted(negative(time))).isTrue();
        assertThat(granted(time, policy("user", "users", "[\"another\"]"))).isFalse();
    }

    @Test
    void aClientThatHasNothingButItsServiceAccountLetsNobodyBy() {
        ClientModel client = realm.client("job");
        lenient().when(client.isServiceAccountsEnabled()).thenReturn(true);
        Policy ofClient = policy("client", "clients", "[\"" + client.getId() + "\"]");

        assertThat(granted(ofClient)).isFalse();
        lenient().when(client.isStandardFlowEnabled()).thenReturn(true);
        assertThat(granted(ofClient)).isTrue();
    }

    @Test
    void policiesInAnAggregateAgreeAsItSays() {
        Policy me = policy("user", "users", "[\"me\"]");
        Policy another = policy("user", "users", "[\"another\"]");
        Policy any = aggregate(DecisionStrategy.AFFIRMATIVE, me, another);
        Policy all = aggregate(DecisionStrategy.UNANIMOUS, me, another);

        assertThat(granted(any)).isTrue();
        assertThat(granted(all)).isFalse();
    }

    private boolean granted(Policy... policies) {
        return granted(user(), policies);
    }

    private boolean granted(UserModel user, Policy... policies) {
        Policy permission = mock(Policy.class);
        lenient().when(permission.getAssociatedPolicies()).thenReturn(Set.of(policies));
        return admins(user).couldBeGranted(permission);
    }

    private FineGrainedAdmins admins(UserModel user) {
        return new FineGrainedAdmins(session, realm.model, user, new UserRoles(user));
    }

    private UserModel user() {
        UserModel user = realm.user();
        lenient().when(user.getId()).thenReturn("me");
        return user;
    }

    private static Policy policy(String type, String key, String value) {
        Policy policy = mock(Policy.class);
        lenient().when(policy.getType()).thenReturn(type);
        lenient().when(policy.getConfig()).thenReturn(Map.of(key, value));
        return policy;
    }

    private static Policy negative(Policy policy) {
        lenient().when(policy.getLogic()).thenReturn(Logic.NEGATIVE);
        return policy;
    }

    private static Policy aggregate(DecisionStrategy strategy, Policy... policies) {
        Policy policy = policy("aggregate", "", "");
        lenient().when(policy.getDecisionStrategy()).thenReturn(strategy);
        lenient().when(policy.getAssociatedPolicies()).thenReturn(Set.of(policies));
        return policy;
    }
}
