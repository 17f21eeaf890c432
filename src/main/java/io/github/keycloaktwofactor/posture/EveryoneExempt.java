package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;
import org.keycloak.models.RoleModel;

/** An exempt role, by the policy or on record, is one of the default roles. */
final class EveryoneExempt implements Check {

    @Override
    public String id() {
        return "everyone-exempt";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        RoleModel everybody = realm.realm().getDefaultRole();
        if (everybody == null) {
            return Stream.empty();
        }
        Stream<RoleModel> named =
                realm.settings().exemptRoles().stream().flatMap(name -> new RoleHolders(realm).roles(name).stream());
        // Client roles do not count by way of the default role.
        Stream<RoleModel> recorded = realm.exemptions().ofRoles().stream()
                .flatMap(exemption -> Stream.ofNullable(realm.realm().getRoleById(exemption.target())))
                .filter(role -> !role.isClientRole());
        return Stream.concat(named, recorded)
                .distinct()
                .filter(everybody::hasRole)
                .limit(MOST)
                .map(role -> finding(
                        Severity.HIGH,
                        RoleHolders.subject(role),
                        "The exempt role is one of the default roles, so every user has it: the policy requires two-factor"
                                + " of nobody.",
                        "Remove it from the default roles, or from exemptRoles, or end its exemption."));
    }
}
