package io.github.keycloaktwofactor.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.lenient;

import io.github.keycloaktwofactor.policy.FakeRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

class RolePathTest {

    private final FakeRealm realm = new FakeRealm("shop");
    private final RoleModel staff = realm.role("staff");
    private final RoleModel lead = realm.role("lead");
    private final RoleModel agent = realm.role("crm", "agent");

    @Test
    void aRoleOfTheUsersOwnHasNoWay() {
        assertThat(paths(realm.user(staff, agent))).containsExactly("role crm/agent", "role staff");
    }

    @Test
    void aGroupIsNamedByThePathOfTheOneThatWasGivenTheRole() {
        GroupModel accounting = group("Accounting", staff);
        GroupModel payroll = below(accounting, "Payroll", agent);

        assertThat(paths(realm.user(List.of(payroll))))
                .containsExactly("role crm/agent via group /Accounting/Payroll", "role staff via group /Accounting");
    }

    @Test
    void eachCompositeOnTheWayIsNamedFromTheRoleOutwards() {
        RoleModel chief = realm.role("chief");
        realm.composite(chief, lead);
        realm.composite(lead, staff);

        assertThat(paths(realm.user(List.of(group("Board", chief)))))
                .containsExactly("role staff via composite lead via composite chief via group /Board");
    }

    @Test
    void theShortestWayIsToldAndTheUsersOwnBeforeThatOfAGroup() {
        realm.composite(lead, staff);

        assertThat(paths(realm.user(List.of(group("Accounting", staff)), lead)))
                .containsExactly("role staff via group /Accounting");
        assertThat(paths(realm.user(List.of(group("Accounting", staff)), staff)))
                .containsExactly("role staff");
    }

    @Test
    void whatIsPartOfOneOfThemIsLeftOut() {
        realm.composite(agent, lead);
        realm.composite(lead, staff);

        assertThat(paths(realm.user(agent))).containsExactly("role crm/agent");
    }

    @Test
    void compositesThatContainEachOtherEnd() {
        realm.composite(lead, staff);
        realm.composite(staff, lead);

        assertThat(paths(realm.user(lead))).containsExactly("role staff via composite lead");
    }

    @Test
    void anExemptionHasNoWayThroughARoleOfAClient() {
        realm.composite(agent, staff);
        UserRoles roles = new UserRoles(realm.user(agent));
        RoleNames names = RoleNames.resolve(realm.model, List.of("staff"), Map.of());

        assertThat(roles.pathsWithoutClients(names)).isEmpty();
        assertThat(roles.paths(names)).extracting(RolePath::text).containsExactly("role staff via composite crm/agent");
    }

    private List<String> paths(UserModel user) {
        RoleNames names = RoleNames.resolve(realm.model, List.of("staff", "crm/agent"), Map.of());
        UserRoles roles = new UserRoles(user);
        assertThat(roles.haveOneOf(names)).isEqualTo(!roles.paths(names).isEmpty());
        return roles.paths(names).stream().map(RolePath::text).toList();
    }

    private GroupModel group(String name, RoleModel... granted) {
        GroupModel group = realm.group(granted);
        lenient().when(group.getName()).thenReturn(name);
        return group;
    }

    private GroupModel below(GroupModel parent, String name, RoleModel... granted) {
        GroupModel group = group(name, granted);
        lenient().when(group.getParentId()).thenReturn("parent");
        lenient().when(group.getParent()).thenReturn(parent);
        return group;
    }
}
