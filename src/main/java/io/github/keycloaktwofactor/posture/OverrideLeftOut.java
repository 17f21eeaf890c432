package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionProvider;

/** A server option disables one of our overrides. */
final class OverrideLeftOut implements Check {

    @Override
    public String id() {
        return "override-left-out";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return Stream.concat(StockOverride.leftOut().stream(), actions(realm))
                .limit(MOST)
                .map(part -> finding(
                        part.startsWith("required action") ? Severity.LOW : Severity.HIGH,
                        new Subject("server-option", part, part),
                        "A server option disables our override of " + part + ", so Keycloak's own is used: what"
                                + " docs/security.md says about it does not apply.",
                        "Remove the option --spi-…--two-factor=false from the server's configuration unless you are"
                                + " troubleshooting."));
    }

    /** Not logged at start: there are many, and they are only used if the override of the login forms is disabled. */
    private static Stream<String> actions(RealmFacts realm) {
        return realm.session()
                .getKeycloakSessionFactory()
                .getProviderFactoriesStream(RequiredActionProvider.class)
                .map(factory -> factory.getId())
                .filter(id -> !StockOverride.wanted(Config.scope("required-action", id)))
                .sorted()
                .map(id -> "required action " + id);
    }
}
