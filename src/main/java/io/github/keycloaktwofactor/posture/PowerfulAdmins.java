package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Administrators whose roles allow bypassing two-factor. */
final class PowerfulAdmins implements Check {

    private static final Map<String, String> RIGHTS = new TreeMap<>(Map.of(
            AdminRoles.REALM_ADMIN, "do everything in the realm",
            AdminRoles.MANAGE_REALM, "change the policy or switch it off",
            AdminRoles.MANAGE_USERS, "remove or add a factor, set a password and exempt users",
            AdminRoles.MANAGE_IDENTITY_PROVIDERS, "give roles to everyone who signs in through a provider",
            AdminRoles.IMPERSONATION, "impersonate any user without a second factor"));

    @Override
    public String id() {
        return "powerful-admins";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        boolean master = Config.getAdminRealm().equals(realm.realm().getName());
        ClientModel client = realm.realm()
                .getClientByClientId(
                        master
                                ? KeycloakModelUtils.getMasterRealmAdminManagementClientId(
                                        realm.realm().getName())
                                : Constants.REALM_MANAGEMENT_CLIENT_ID);
        RoleHolders roles = new RoleHolders(realm);
        return Stream.concat(
                Stream.ofNullable(master ? realm.realm().getRole(AdminRoles.ADMIN) : null)
                        .flatMap(role -> finding(roles.holders(role), role, "do everything in every realm")),
                Stream.ofNullable(client)
                        .flatMap(of -> RIGHTS.entrySet().stream()
                                .flatMap(right -> Stream.ofNullable(of.getRole(right.getKey()))
                                        .flatMap(role -> finding(roles.holders(role), role, right.getValue())))));
    }

    private Stream<Finding> finding(int holders, RoleModel role, String act) {
        return holders == 0
                ? Stream.empty()
                : Stream.of(finding(
                        Severity.LOW,
                        RoleHolders.subject(role),
                        "%s %s, which allows them to %s.".formatted(RoleHolders.users(holders), role.getName(), act),
                        "Assign it to few users, set requireAdmins, and monitor their admin events."));
    }
}
