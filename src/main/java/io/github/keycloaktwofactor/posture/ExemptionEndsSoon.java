package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.exemption.Exemption;
import io.github.keycloaktwofactor.exemption.Exemption.Kind;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** An exemption on record ends within two weeks. It has the id, not the user: findings name nobody. */
final class ExemptionEndsSoon implements Check {

    private static final Duration SOON = Duration.ofDays(14);

    @Override
    public String id() {
        return "exemption-ends-soon";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.exemptions().endingWithin(SOON, MOST).stream().map(named -> finding(named.exemption()));
    }

    private Finding finding(Exemption exemption) {
        return finding(
                Severity.LOW,
                new Subject("exemption", exemption.id(), exemption.reason()),
                "The exemption of %s ends on %s: from then on the policy applies again, also to existing tokens."
                        .formatted(
                                exemption.kind() == Kind.USER ? "a user" : "a role",
                                exemption.until().atZone(ZoneOffset.UTC).toLocalDate()),
                "Have two-factor set up by then, or end the exemption and add another.");
    }
}
