package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.common.Profile;

/** A server feature that bypasses two-factor is enabled. */
final class FeatureOn implements Check {

    /** By versioned key: the server may be newer or older than the Keycloak that this was compiled against. */
    private static final Map<String, String> FEATURES = Map.of(
            "token-exchange:v1",
            "Its exchange to SAML and to external issuers is not checked.",
            "token-exchange-external-internal:v2",
            "A provider's token starts a session without a page; users whom the policy would ask are refused.",
            "oid4vc-vci:v1",
            "Pre-authorized codes and the refresh tokens that they give are not covered.",
            "oid4vc-vci-preauth-code:v1",
            "Pre-authorized codes and the refresh tokens that they give are not covered.",
            "admin-fine-grained-authz:v1",
            "Users to whom one of its permissions could be granted are administrators here; those with token-exchange or"
                    + " user-impersonated only are not.",
            "transient-users:v1",
            "Users of a provider who are not stored cannot have a factor here: they can only sign in through"
                    + " trusted providers.");

    @Override
    public String id() {
        return "feature-on";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        Map<Profile.Feature, Boolean> features = Profile.getInstance().getFeatures();
        return features.entrySet().stream()
                .filter(feature -> feature.getValue())
                .map(feature -> feature.getKey().getVersionedKey())
                .filter(FEATURES::containsKey)
                .sorted()
                .map(key -> finding(
                        Severity.MEDIUM,
                        new Subject("feature", key, key),
                        "The server feature " + key + " is enabled. " + FEATURES.get(key),
                        "Disable it with --features-disabled unless you need it."));
    }
}
