package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** Users hold an exempt role, and nothing says why or until when. */
final class ExemptionInUse implements Check {

    @Override
    public String id() {
        return "exemption-in-use";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        RoleHolders roles = new RoleHolders(realm);
        return realm.settings().exemptRoles().stream()
                .flatMap(name -> roles.roles(name).stream())
                .limit(MOST)
                .flatMap(role -> {
                    int holders = roles.holdersWithoutRecord(role);
                    return holders == 0
                            ? Stream.empty()
                            : Stream.of(finding(
                                    Severity.LOW,
                                    RoleHolders.subject(role),
                                    RoleHolders.users(holders)
                                            + " an exempt role without an exemption on record: nothing says why two-factor is"
                                            + " not required, or until when.",
                                    "Review under Realm roles, Users in role, whether each still needs it. Exempt these users on"
                                            + " record, and remove the role from exemptRoles."));
                });
    }
}
