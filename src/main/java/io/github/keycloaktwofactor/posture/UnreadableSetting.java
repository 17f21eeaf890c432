package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** A stored setting is unknown or cannot be read. */
final class UnreadableSetting implements Check {

    @Override
    public String id() {
        return "setting-problem";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.settings().problems().stream()
                .limit(MOST)
                .map(problem -> finding(
                        Severity.MEDIUM,
                        new Subject("required-action", TwoFactorPolicy.ACTION_ID, "Two-Factor: policy"),
                        "A stored setting is invalid: " + problem + ".",
                        "Correct it in the tool that stored it without validation, and save the policy."));
    }
}
