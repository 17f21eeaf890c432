package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.exemption.Exemptions;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicyState;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** What checks read: a realm, its policy and its flows. */
final class RealmFacts {

    /** Maximum number of identity providers, ordered by alias. Each may belong to an organization. */
    private static final int PROVIDERS = 500;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final @Nullable RequiredActionProviderModel guard;
    private final PolicySettings settings;
    private @Nullable List<IdentityProviderModel> providers;

    RealmFacts(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.guard = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        this.settings = TwoFactorPolicy.of(realm).orElseGet(this::stored);
    }

    KeycloakSession session() {
        return session;
    }

    RealmModel realm() {
        return realm;
    }

    /** The policy; if it is off, the settings that would apply if it were on. */
    PolicySettings settings() {
        return settings;
    }

    PolicyState state() {
        return TwoFactorPolicy.state(realm);
    }

    /** Whether two-factor is on. */
    boolean on() {
        return state().isOn();
    }

    /** The guard, if it is registered. */
    Optional<RequiredActionProviderModel> guard() {
        return Optional.ofNullable(guard);
    }

    /** A required action, if it is registered and enabled. */
    Optional<RequiredActionProviderModel> enabledAction(String alias) {
        return Optional.ofNullable(realm.getRequiredActionProviderByAlias(alias))
                .filter(RequiredActionProviderModel::isEnabled);
    }

    /** The exemptions on record. */
    Exemptions exemptions() {
        return Exemptions.of(session, realm);
    }

    Flows flows() {
        return new Flows(realm);
    }

    /** The enabled identity providers, the first 500 by alias. */
    Stream<IdentityProviderModel> providers() {
        List<IdentityProviderModel> known = providers;
        if (known == null) {
            known = session.identityProviders()
                    .getAllStream(Map.of(), 0, PROVIDERS)
                    .filter(IdentityProviderModel::isEnabled)
                    .toList();
            providers = known;
        }
        return known.stream();
    }

    Subject subject() {
        return new Subject("realm", realm.getId(), realm.getName());
    }

    private PolicySettings stored() {
        Map<String, String> stored =
                guard == null || guard.getConfig() == null ? new HashMap<>() : new HashMap<>(guard.getConfig());
        stored.values().removeIf(Objects::isNull);
        return PolicySettings.from(stored);
    }
}
