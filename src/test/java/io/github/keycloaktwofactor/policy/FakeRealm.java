package io.github.keycloaktwofactor.policy;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** A realm in memory, as far as the policy looks at one: roles, clients, groups, users and the guard. */
public final class FakeRealm {

    public final RealmModel model = mock(RealmModel.class);
    final List<Map<String, String>> writes = new ArrayList<>();
    private final Map<String, RoleModel> roles = new HashMap<>();
    private final Map<String, RoleModel> byId = new HashMap<>();
    private final Map<String, ClientModel> clients = new HashMap<>();
    private RequiredActionProviderModel guard;

    public FakeRealm(String name) {
        lenient().when(model.getId()).thenReturn("id-of-" + name);
        lenient().when(model.getName()).thenReturn(name);
        lenient().when(model.getRole(anyString())).thenAnswer(call -> roles.get(call.<String>getArgument(0)));
        lenient()
                .when(model.getClientByClientId(anyString()))
                .thenAnswer(call -> clients.get(call.<String>getArgument(0)));
        lenient().when(model.getRoleById(anyString())).thenAnswer(call -> byId.get(call.<String>getArgument(0)));
        lenient()
                .when(model.getClientById(anyString()))
                .thenAnswer(call -> clients.values().stream()
                        .filter(client -> client.getId().equals(call.getArgument(0)))
                        .findFirst()
                        .orElse(null));
        lenient()
                .when(model.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID))
                .thenAnswer(call -> guard);
        doAnswer(call -> {
                    guard = call.getArgument(0);
                    writes.add(guard.getConfig());
                    return null;
                })
                .when(model)
                .updateRequiredActionProvider(any());
    }

    public RoleModel role(String name) {
        RoleModel role = role(model, "realm:" + name, name);
        roles.put(name, role);
        return role;
    }

    public void removeRole(String name) {
        byId.remove("realm:" + name);
        roles.remove(name);
    }

    public ClientModel client(String clientId) {
        return clients.computeIfAbsent(clientId, id -> {
            ClientModel client = mock(ClientModel.class);
            lenient().when(client.getId()).thenReturn("id-of-client-" + id);
            lenient().when(client.getClientId()).thenReturn(id);
            lenient().when(client.getRealm()).thenReturn(model);
            return client;
        });
    }

    void removeClient(String clientId) {
        clients.remove(clientId);
    }

    public RoleModel role(String clientId, String name) {
        ClientModel client = client(clientId);
        RoleModel role = role(client, client.getId() + ":" + name, name);
        lenient().when(role.isClientRole()).thenReturn(true);
        lenient().when(client.getRole(name)).thenReturn(role);
        return role;
    }

    public void removeRole(String clientId, String name) {
        byId.remove(client(clientId).getId() + ":" + name);
        lenient().when(client(clientId).getRole(name)).thenReturn(null);
    }

    public void composite(RoleModel role, RoleModel... parts) {
        lenient().when(role.isComposite()).thenReturn(true);
        lenient().when(role.getCompositesStream()).thenAnswer(call -> Stream.of(parts));
    }

    public GroupModel group(RoleModel... granted) {
        GroupModel group = mock(GroupModel.class);
        lenient().when(group.getRoleMappingsStream()).thenAnswer(call -> Stream.of(granted));
        return group;
    }

    public GroupModel subgroup(GroupModel parent) {
        GroupModel group = group();
        lenient().when(group.getParentId()).thenReturn("parent");
        lenient().when(group.getParent()).thenReturn(parent);
        return group;
    }

    public UserModel user(RoleModel... granted) {
        return user(List.of(), granted);
    }

    public UserModel user(List<GroupModel> groups, RoleModel... granted) {
        UserModel user = mock(UserModel.class);
        lenient().when(user.getRoleMappingsStream()).thenAnswer(call -> Stream.of(granted));
        lenient().when(user.getGroupsStream()).thenAnswer(call -> groups.stream());
        return user;
    }

    /** Registers and enables the guard with a config; keys and values in turn. */
    RequiredActionProviderModel guard(String... config) {
        guard = new RequiredActionProviderModel();
        guard.setId("guard");
        guard.setAlias(TwoFactorPolicy.ACTION_ID);
        guard.setProviderId(TwoFactorPolicy.ACTION_ID);
        guard.setName("Two-factor");
        guard.setPriority(1);
        guard.setEnabled(true);
        guard.setConfig(config(config));
        return guard;
    }

    String stored(String key) {
        return guard.getConfig().get(key);
    }

    static Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private RoleModel role(RoleContainerModel container, String id, String name) {
        RoleModel role = mock(RoleModel.class);
        String containerId = container.getId();
        lenient().when(role.getId()).thenReturn(id);
        lenient().when(role.getName()).thenReturn(name);
        lenient().when(role.getContainer()).thenReturn(container);
        lenient().when(role.getContainerId()).thenReturn(containerId);
        lenient().when(role.getCompositesStream()).thenAnswer(call -> Stream.empty());
        byId.put(id, role);
        return role;
    }
}
