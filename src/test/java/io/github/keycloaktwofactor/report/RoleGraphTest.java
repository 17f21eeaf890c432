package io.github.keycloaktwofactor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleGraphTest {

    private final RoleGraph graph = new RoleGraph("default");

    @BeforeEach
    void roles() {
        role("staff", null);
        role("manager", null);
        role("director", null);
        role("bundle", "shop");
        graph.addPart("director", "manager");
        graph.addPart("manager", "staff");
        graph.addPart("bundle", "staff");
        graph.addGroup("accounting", "Accounting", null);
        graph.addGroup("night", "Night", "accounting");
        graph.addGroup("board", "Board", null);
        graph.addRoleOfGroup("accounting", "manager");
    }

    @Test
    void aRoleIsHeldByCompositesAndByGroupsAndThoseBelow() {
        assertThat(graph.holders(RoleGraphTest::isStaff))
                .isEqualTo(
                        new Holders(Set.of("staff", "manager", "director", "bundle"), Set.of("accounting", "night")));
    }

    @Test
    void theDefaultRoleDoesNotGiveRolesOfClientsWhereThatIsAsked() {
        role("default", null);
        graph.addPart("default", "bundle");
        graph.addPart("default", "director");

        assertThat(graph.holdersWithoutClients(role -> role.id().equals("bundle"))
                        .roles())
                .containsExactly("bundle");
        assertThat(graph.holdersWithoutClients(role -> role.id().equals("director"))
                        .roles())
                .containsExactlyInAnyOrder("director", "default");
        assertThat(graph.way("default", role -> role.id().equals("bundle"), false))
                .isEmpty();
        assertThat(graph.holders(role -> role.id().equals("bundle")).roles())
                .containsExactlyInAnyOrder("bundle", "default");
    }

    @Test
    void aCompositeOfAClientCountsForItselfAloneWhereThatIsAsked() {
        assertThat(graph.holdersWithoutClients(RoleGraphTest::isStaff).roles())
                .containsExactlyInAnyOrder("staff", "manager", "director");
        assertThat(graph.holdersWithoutClients(role -> role.id().equals("bundle"))
                        .roles())
                .containsExactly("bundle");
        assertThat(graph.way("bundle", RoleGraphTest::isStaff, false)).isEmpty();
    }

    @Test
    void rolesThatHoldEachOtherEnd() {
        graph.addPart("staff", "director");

        assertThat(graph.holders(RoleGraphTest::isStaff).roles()).hasSize(4);
        assertThat(graph.way("director", role -> role.id().equals("none"), true))
                .isEmpty();
    }

    @Test
    void theWayIsTheShortestFromWhatTheUserIsGiven() {
        assertThat(graph.way("staff", RoleGraphTest::isStaff, true)).contains("role staff");
        assertThat(graph.way("director", RoleGraphTest::isStaff, true))
                .contains("role staff via role director, role manager");
        assertThat(graph.way("bundle", RoleGraphTest::isStaff, true)).contains("role staff via role shop/bundle");
        assertThat(graph.way("night", RoleGraphTest::isStaff, true))
                .contains("role staff via group /Accounting/Night, group /Accounting, role manager");
        assertThat(graph.way("board", RoleGraphTest::isStaff, true)).isEmpty();
    }

    @Test
    void membersAreThoseOfGroupsBelowOnlyWhereThatIsSaid() {
        assertThat(graph.members(Set.of("accounting"), Set.of()).groups()).containsExactly("accounting");
        assertThat(graph.members(Set.of(), Set.of("accounting")).groups())
                .containsExactlyInAnyOrder("accounting", "night");
    }

    private void role(String name, String client) {
        graph.addRole(new RoleGraph.Role(name, name, client, client));
    }

    private static boolean isStaff(RoleGraph.Role role) {
        return role.id().equals("staff");
    }
}
