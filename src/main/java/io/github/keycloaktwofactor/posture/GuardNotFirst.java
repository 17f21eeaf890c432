package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.guard.GuardPriority;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** Another required action runs before the guard. */
final class GuardNotFirst implements Check {

    @Override
    public String id() {
        return "guard-not-first";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return realm.guard().stream()
                .filter(guard ->
                        realm.on() && GuardPriority.of(realm.realm(), guard.getPriority()) != guard.getPriority())
                .map(guard -> finding(
                        Severity.MEDIUM,
                        new Subject("required-action", guard.getAlias(), guard.getName()),
                        "Another required action runs before Two-Factor: policy, and so before the second factor."
                                + " The next affected sign-in moves Two-Factor: policy to the top; until then that"
                                + " action runs without a second factor.",
                        "Put it first under Authentication, Required actions, or call POST two-factor/setup. Tools that write"
                                + " the realm again and again need the priority, too."));
    }
}
