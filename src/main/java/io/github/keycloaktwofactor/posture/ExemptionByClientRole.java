package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;
import org.keycloak.models.RoleModel;

/** An exempt role belongs to a client. */
final class ExemptionByClientRole implements Check {

    @Override
    public String id() {
        return "exemption-by-client-role";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        RoleHolders roles = new RoleHolders(realm);
        return realm.settings().exemptRoles().stream()
                .flatMap(name -> roles.roles(name).stream())
                .filter(RoleModel::isClientRole)
                .limit(MOST)
                .map(role -> finding(
                        Severity.MEDIUM,
                        RoleHolders.subject(role),
                        "The exempt role is a client role. Administrators who may manage that client decide which"
                                + " composites contain it, and can delete and recreate it.",
                        "Name a realm role in exemptRoles instead."));
    }
}
