package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.keycloak.PageAddress;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.posture.Posture;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/** The state of two-factor in a realm: on or off, since when, which version, and any problems. */
final class RealmState {

    private RealmState() {}

    static Map<String, Object> of(KeycloakSession session, RealmModel realm) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(realm);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("state", policy.isPresent() ? "ENFORCED" : "OFF");
        policy.map(settings -> settings.saved().requiredSince())
                .map(Instant::toEpochMilli)
                .ifPresent(since -> state.put("since", since));
        state.put("version", version());
        state.put("keycloak", Version.VERSION);
        state.put("problems", policy.map(PolicySettings::problems).orElse(List.of()));
        state.put("findings", Posture.counts(Posture.of(session, realm)));
        state.put("page", page(session, realm));
        return state;
    }

    /** On the host of the admin console, which may differ from the host that users see. */
    private static String page(KeycloakSession session, RealmModel realm) {
        URI server = session.getContext().getUri(UrlType.ADMIN).getBaseUri();
        return PageAddress.ofAdministration(server, realm).toString();
    }

    private static String version() {
        String version = RealmState.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
