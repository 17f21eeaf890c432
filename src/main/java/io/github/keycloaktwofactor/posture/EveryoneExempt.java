package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;
import org.keycloak.models.RoleModel;

/** An exempt role is one of the default roles. */
final class EveryoneExempt implements Check {

    @Override
    public String id() {
        return "everyone-exempt";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        RoleModel everybody = realm.realm().getDefaultRole();
        return everybody == null
                ? Stream.empty()
                : realm.settings().exemptRoles().stream()
                        .flatMap(name -> new RoleHolders(realm).roles(name).stream())
                        .filter(everybody::hasRole)
                        .limit(MOST)
                        .map(role -> finding(
                                Severity.HIGH,
                                RoleHolders.subject(role),
                                "The exempt role is one of the default roles, so every user has it: the policy requires two-factor"
                                        + " of nobody.",
                                "Remove it from the default roles, or from exemptRoles."));
    }
}
