package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;
import org.keycloak.common.Profile;

/** A server feature that the policy depends on is disabled. */
final class FeatureOff implements Check {

    @Override
    public String id() {
        return "feature-off";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.settings().acceptOtherFactors().isEmpty() || Profile.isFeatureEnabled(Profile.Feature.WEB_AUTHN)
                ? Stream.empty()
                : Stream.of(finding(
                        Severity.MEDIUM,
                        new Subject("feature", "web-authn", "web-authn"),
                        "The policy accepts passkeys and security keys, but the server feature web-authn is"
                                + " disabled: nobody can register or use one.",
                        "Enable the feature, or set acceptOtherFactors to none."));
    }
}
