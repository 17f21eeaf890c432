package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import io.github.keycloaktwofactor.role.RoleNames;
import java.util.List;
import java.util.stream.Stream;

/** A name in the policy refers to no role, or to several. */
final class RoleGone implements Check {

    @Override
    public String id() {
        return "role-gone";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        PolicySettings settings = realm.settings();
        return Stream.of(
                        faults(
                                realm,
                                "requiredRoles",
                                settings.requiredRoles(),
                                "Two-factor is required of everyone who is not exempt"),
                        faults(
                                realm,
                                "adminRoles",
                                settings.requireAdmins() ? settings.adminRoles() : List.of(),
                                "Two-factor is required of everyone who is not exempt"),
                        faults(realm, "exemptRoles", settings.exemptRoles(), "It exempts nobody"),
                        faults(
                                realm,
                                "trustedDeviceExcludedRoles",
                                settings.devices().excludedRoles(),
                                "No device is trusted"))
                .flatMap(faults -> faults)
                .limit(MOST);
    }

    private Stream<Finding> faults(RealmFacts realm, String setting, List<String> names, String effect) {
        return RoleNames.resolve(realm.realm(), names, realm.settings().saved().roleIds()).faults().entrySet().stream()
                .map(fault -> finding(
                        Severity.MEDIUM,
                        new Subject("role", fault.getKey(), fault.getKey()),
                        "%s names '%s', which %s. %s %s."
                                .formatted(
                                        setting,
                                        fault.getKey(),
                                        fault.getValue().text(),
                                        effect,
                                        fault.getValue().until()),
                        "Remove the name from " + setting + ", or replace it with an existing role, and save the"
                                + " policy."));
    }
}
