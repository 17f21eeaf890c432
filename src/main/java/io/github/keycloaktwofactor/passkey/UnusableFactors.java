package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.factor.BrowserFlow;
import io.github.keycloaktwofactor.policy.PolicySettings;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Warns administrators on save about accepted factors with which nobody can sign in. */
public final class UnusableFactors {

    private static final String SETTING = "acceptOtherFactors";

    private static final Logger LOG = Logger.getLogger(UnusableFactors.class);

    private UnusableFactors() {}

    public static void tell(KeycloakSession session, RealmModel realm, @Nullable Map<String, String> config) {
        List<String> types = named(config).stream()
                .filter(type -> !new BrowserFlow(session, realm).takes(type))
                .sorted()
                .toList();
        if (!types.isEmpty()) {
            LOG.warnf(
                    "Two-factor policy of realm '%s': %s names %s, which no enabled step of the browser flow takes: who owns such a credential is treated as if they had none",
                    realm.getName(), SETTING, String.join(" and ", types));
        }
    }

    /** Only factors that were chosen explicitly: a realm without keys needs no warning about the defaults. */
    private static List<String> named(@Nullable Map<String, String> config) {
        if (config == null) {
            return List.of();
        }
        String chosen = config.get(SETTING);
        return chosen == null || chosen.isBlank()
                ? List.of()
                : List.copyOf(PolicySettings.from(config).acceptOtherFactors());
    }
}
