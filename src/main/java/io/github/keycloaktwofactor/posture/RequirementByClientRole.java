package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.stream.Stream;
import org.keycloak.models.RoleModel;

/** A role that requires two-factor belongs to a client. */
final class RequirementByClientRole implements Check {

    @Override
    public String id() {
        return "requirement-by-client-role";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        RoleHolders roles = new RoleHolders(realm);
        return realm.settings().requiredRoles().stream()
                .flatMap(name -> roles.target(name).stream())
                .filter(target -> isOfClient(realm, target))
                .limit(MOST)
                .map(target -> finding(
                        Severity.LOW,
                        new Subject(target.ofWholeClient() ? "client" : "role", target.id(), target.name()),
                        "Two-factor is required by a role of a client. Administrators who may manage clients can take such a role"
                                + " apart or delete it, and the requirement goes for users who have it by a composite role.",
                        "Require a realm role that users or groups hold themselves."));
    }

    private static boolean isOfClient(RealmFacts realm, RoleTarget target) {
        RoleModel role = target.ofWholeClient() ? null : realm.realm().getRoleById(target.id());
        return target.ofWholeClient() || (role != null && role.isClientRole());
    }
}
