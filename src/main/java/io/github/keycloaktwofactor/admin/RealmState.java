package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.Version;
import org.keycloak.models.RealmModel;

/** What an administrator asks first: is it on, since when, which version is this, and is anything wrong with the policy. */
final class RealmState {

    private RealmState() {}

    static Map<String, Object> of(RealmModel realm) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(realm);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("state", policy.isPresent() ? "ENFORCED" : "OFF");
        policy.map(settings -> settings.saved().requiredSince())
                .map(Instant::toEpochMilli)
                .ifPresent(since -> state.put("since", since));
        state.put("version", version());
        state.put("keycloak", Version.VERSION);
        state.put("problems", policy.map(PolicySettings::problems).orElse(List.of()));
        return state;
    }

    private static String version() {
        String version = RealmState.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
