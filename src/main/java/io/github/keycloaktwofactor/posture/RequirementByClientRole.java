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
                        "Two-factor is required by a client role. Administrators who may manage clients can change"
                                + " its composites or delete it, which ends the requirement for users who have it"
                                + " through a composite role.",
                        "Require a realm role that is assigned to users or groups directly."));
    }

    private static boolean isOfClient(RealmFacts realm, RoleTarget target) {
        RoleModel role = target.ofWholeClient() ? null : realm.realm().getRoleById(target.id());
        return target.ofWholeClient() || (role != null && role.isClientRole());
    }
}
