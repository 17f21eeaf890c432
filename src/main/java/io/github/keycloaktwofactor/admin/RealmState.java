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
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/** The state of two-factor in a realm: off, report only or on, since when, which version, and any problems. */
final class RealmState {

    private RealmState() {}

    static Map<String, Object> of(KeycloakSession session, RealmModel realm) {
        Optional<PolicySettings> policy = TwoFactorPolicy.of(realm);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("state", policy.map(RealmState::name).orElse("OFF"));
        policy.map(RealmState::since).map(Instant::toEpochMilli).ifPresent(since -> state.put("since", since));
        state.put("version", version());
        state.put("keycloak", Version.VERSION);
        state.put("problems", policy.map(PolicySettings::problems).orElse(List.of()));
        state.put("findings", Posture.counts(Posture.of(session, realm)));
        state.put("page", page(session, realm));
        return state;
    }

    private static String name(PolicySettings settings) {
        return settings.reportsOnly() ? "REPORT_ONLY" : "ENFORCED";
    }

    private static @Nullable Instant since(PolicySettings settings) {
        return settings.reportsOnly()
                ? settings.saved().reportOnlySince()
                : settings.saved().requiredSince();
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
