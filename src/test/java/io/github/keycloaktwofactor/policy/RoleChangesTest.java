package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.provider.ProviderEvent;

class RoleChangesTest {

    private final FakeRealm realm = new FakeRealm("shop");
    private final KeycloakSession session = mock(KeycloakSession.class);
    private final RealmProvider realms = mock(RealmProvider.class);
    private final List<KeycloakTransaction> prepared = new ArrayList<>();
    private final RoleChanges changes = new RoleChanges();

    private final Map<String, Object> attributes = new HashMap<>();

    @BeforeEach
    void sessionOfTheRealm() {
        KeycloakTransactionManager transactions = mock(KeycloakTransactionManager.class);
        lenient().when(session.realms()).thenReturn(realms);
        lenient().when(realms.getRealm("id-of-shop")).thenReturn(realm.model);
        lenient().when(session.getTransactionManager()).thenReturn(transactions);
        lenient()
                .when(session.getAttribute(anyString(), any()))
                .thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        lenient()
                .doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setAttribute(anyString(), any());
        doAnswer(call -> {
                    KeycloakTransaction transaction = call.getArgument(0);
                    transaction.begin();
                    return prepared.add(transaction);
                })
                .when(transactions)
                .enlistPrepare(any());
    }

    @Test
    void aRenamedRealmRoleIsRenamedInEveryList() {
        realm.role("personnel");
        realm.guard(
                "requiredRoles",
                "x##staff",
                "adminRoles",
                "staff",
                "exemptRoles",
                "staffs##staff",
                "waitSeconds",
                "60");

        renameRole(null, "staff", "personnel");

        assertThat(realm.stored("requiredRoles")).isEqualTo("x##personnel");
        assertThat(realm.stored("adminRoles")).isEqualTo("personnel");
        assertThat(realm.stored("exemptRoles")).isEqualTo("staffs##personnel");
        assertThat(realm.stored("waitSeconds")).isEqualTo("60");
        assertThat(realm.writes).hasSize(1);
    }

    @Test
    void aRenameKeepsEverythingElseOfTheGuardAndLeavesTheCachedModelAlone() {
        RequiredActionProviderModel cached = realm.guard("requiredRoles", "staff", "undeclared", "kept");
        cached.setEnabled(false);
        cached.setDefaultAction(true);

        renameRole(null, "staff", "personnel");

        assertThat(cached.getConfig()).containsEntry("requiredRoles", "staff");
        assertThat(realm.model.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID))
                .usingRecursiveComparison()
                .ignoringFields("config")
                .isEqualTo(cached);
        assertThat(realm.stored("undeclared")).isEqualTo("kept");
    }

    @Test
    void aRenamedRoleOfAClientIsRenamed() {
        realm.role("crm", "helper");
        realm.guard("requiredRoles", "agent##crm/agent##erp/agent");

        renameRole("crm", "agent", "helper");

        assertThat(realm.stored("requiredRoles")).isEqualTo("agent##crm/helper##erp/agent");
    }

    @Test
    void aRealmRoleThatIsCalledLikeARenamedRoleOfAClientIsStillMeant() {
        realm.role("crm/agent");
        realm.guard("requiredRoles", "crm/agent");

        renameRole("crm", "agent", "helper");

        assertThat(realm.writes).isEmpty();
    }

    @Test
    void aRenamedClientIsRenamedInAllItsNamesAndInNoOthers() {
        realm.role("crm2", "agent");
        realm.role("crm/eu", "agent");
        realm.guard("requiredRoles", "crm/agent##crm/eu/agent##crm2x/agent", "exemptRoles", "crm/*");

        renameClient("crm", "crm2");

        assertThat(realm.stored("requiredRoles")).isEqualTo("crm2/agent##crm/eu/agent##crm2x/agent");
        assertThat(realm.stored("exemptRoles")).isEqualTo("crm2/*");
    }

    @Test
    void aNameThatCouldMeanTheOtherRoleTooMustNotBeginToMeanItAlone() {
        realm.role("a", "b/d");
        realm.role("a/b", "c");
        realm.guard("requiredRoles", "a/b/c");

        renameRole("a", "b/c", "b/d");

        assertThat(realm.stored("requiredRoles")).isEqualTo("a/b/c (deleted)");
    }

    @Test
    void whatWasNotedOfANameDecidesWhetherItIsRenamedOrDeleted() {
        RoleModel meant = realm.role("a", "b/d");
        RoleModel other = realm.role("a/b", "c");
        String ids = "{\"a/b/c\":\"" + meant.getId() + "\"}";
        realm.guard("requiredRoles", "a/b/c", "roleIds", ids);

        renameRole("a/b", "c", "e");
        removed(other);
        commit();
        assertThat(realm.stored("requiredRoles")).isEqualTo("a/b/c");

        renameRole("a", "b/c", "b/d");
        assertThat(realm.stored("requiredRoles")).isEqualTo("a/b/d");
        assertThat(realm.stored("roleIds")).isEqualTo("{\"a/b/d\":\"" + meant.getId() + "\"}");

        sessionOfTheRealm();
        removed(meant);
        realm.removeRole("a", "b/d");
        commit();
        assertThat(realm.stored("requiredRoles")).isEqualTo("a/b/d (deleted)");
        assertThat(realm.writes.get(realm.writes.size() - 1)).doesNotContainKey("roleIds");
    }

    @Test
    void rolesThatThePolicyDoesNotNameChangeNothing() {
        realm.guard("requiredRoles", "staff");
        RoleModel other = realm.role("other");

        renameRole(null, "guest", "visitor");
        renameClient("crm", "crm2");
        removed(other);

        assertThat(realm.writes).isEmpty();
        assertThat(prepared).isEmpty();
    }

    @Test
    void aRealmWithoutTheGuardIsLeftAlone() {
        RoleModel staff = realm.role("staff");

        renameRole(null, "staff", "personnel");
        removed(staff);

        assertThat(realm.writes).isEmpty();
    }

    @Test
    void aDeletedRoleStaysInTheListsMarkedAndRequiresEveryone() {
        realm.guard("requiredRoles", "staff##guest", "exemptRoles", "staff");
        realm.role("guest");
        RoleModel staff = realm.role("staff");

        removed(staff);
        realm.removeRole("staff");
        commit();

        assertThat(realm.stored("requiredRoles")).isEqualTo("staff (deleted)##guest");
        assertThat(realm.stored("exemptRoles")).isEqualTo("staff (deleted)");
        assertThat(obligationOf()).isEqualTo(Obligation.REQUIRED);
    }

    @Test
    void aRoleMadeAgainUnderTheNameOfADeletedOneHealsNothingAndExemptsNobody() {
        realm.guard("requiredRoles", "staff", "exemptRoles", "guest");
        removed(realm.role("staff"));
        removed(realm.role("guest"));
        commit();

        realm.role("staff");
        RoleModel guest = realm.role("guest");

        assertThat(obligationOf(guest)).isEqualTo(Obligation.REQUIRED);
    }

    @Test
    void aRoleThatOneRequestDeletesAndMakesAgainIsMarkedToo() {
        realm.guard("exemptRoles", "guest");
        removed(realm.role("guest"));
        realm.role("guest");
        commit();

        assertThat(realm.stored("exemptRoles")).isEqualTo("guest (deleted)");
    }

    @Test
    void aDeletedRoleOfAClientIsMarkedUnlessARealmRoleIsMeant() {
        realm.guard("requiredRoles", "crm/agent##crm/chief");
        realm.role("crm/chief");
        removed(realm.role("crm", "agent"));
        removed(realm.role("crm", "chief"));
        commit();

        assertThat(realm.stored("requiredRoles")).isEqualTo("crm/agent (deleted)##crm/chief");
    }

    @Test
    void aDeletedClientMarksAllItsNames() {
        realm.guard("requiredRoles", "crm/*##crm/agent##crm2/*");
        RoleModel agent = realm.role("crm", "agent");
        ClientModel client = realm.client("crm");

        removed(agent);
        removed(client);
        realm.removeClient("crm");
        commit();

        assertThat(realm.stored("requiredRoles")).isEqualTo("crm/* (deleted)##crm/agent (deleted)##crm2/*");
    }

    @Test
    void nothingIsWrittenOrAskedOfTheDatabaseBeforeTheCommit() {
        realm.guard("requiredRoles", "staff");

        removed(realm.role("staff"));

        assertThat(realm.writes).isEmpty();
        verify(realm.model, never()).getRole(eq("staff"));
    }

    @Test
    void aRemovedRealmIsLeftAlone() {
        realm.guard("requiredRoles", "staff##crm/*");

        removed(realm.role("staff"));
        removed(realm.client("crm"));
        removed(realm.model);
        commit();

        assertThat(realm.writes).isEmpty();
    }

    @Test
    void aRealmThatCanNoLongerBeFoundIsLeftAlone() {
        realm.guard("requiredRoles", "staff");
        RoleModel staff = realm.role("staff");
        removed(staff);
        lenient().when(realms.getRealm("id-of-shop")).thenReturn(null);
        commit();
        removed(staff);
        renameRole(null, "staff", "personnel");

        assertThat(realm.writes).isEmpty();
    }

    @Test
    void otherEventsAreIgnored() {
        changes.onEvent(mock(ProviderEvent.class));

        assertThat(realm.writes).isEmpty();
    }

    private Obligation obligationOf(RoleModel... roles) {
        return new UserObligation(
                        session,
                        realm.model,
                        realm.user(roles),
                        TwoFactorPolicy.of(realm.model).orElseThrow(),
                        (user, ids) -> Optional.empty())
                .obligation();
    }

    private void commit() {
        prepared.forEach(KeycloakTransaction::commit);
        prepared.clear();
        // With the commit the request ends.
        attributes.clear();
    }

    private void renameRole(String clientId, String before, String after) {
        publish(RoleModel.RoleNameChangeEvent.class, event -> {
            lenient().when(event.getRealm()).thenReturn(realm.model);
            lenient().when(event.getClientId()).thenReturn(clientId);
            lenient().when(event.getPreviousName()).thenReturn(before);
            lenient().when(event.getNewName()).thenReturn(after);
            lenient().when(event.getKeycloakSession()).thenReturn(session);
        });
    }

    private void renameClient(String before, String after) {
        ClientModel client = realm.client(after);
        publish(ClientModel.ClientIdChangeEvent.class, event -> {
            lenient().when(event.getUpdatedClient()).thenReturn(client);
            lenient().when(event.getPreviousClientId()).thenReturn(before);
            lenient().when(event.getNewClientId()).thenReturn(after);
            lenient().when(event.getKeycloakSession()).thenReturn(session);
        });
    }

    private void removed(RoleModel role) {
        publish(RoleContainerModel.RoleRemovedEvent.class, event -> {
            lenient().when(event.getRole()).thenReturn(role);
            lenient().when(event.getKeycloakSession()).thenReturn(session);
        });
    }

    private void removed(ClientModel client) {
        publish(ClientModel.ClientRemovedEvent.class, event -> {
            lenient().when(event.getClient()).thenReturn(client);
            lenient().when(event.getKeycloakSession()).thenReturn(session);
        });
    }

    private void removed(RealmModel removed) {
        publish(RealmModel.RealmRemovedEvent.class, event -> {
            lenient().when(event.getRealm()).thenReturn(removed);
            lenient().when(event.getKeycloakSession()).thenReturn(session);
        });
    }

    private <E extends ProviderEvent> void publish(Class<E> type, Consumer<E> answers) {
        E event = mock(type);
        answers.accept(event);
        changes.onEvent(event);
    }
}
