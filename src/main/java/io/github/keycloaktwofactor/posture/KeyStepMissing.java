package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.factor.BrowserFlow;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;

/** The policy accepts a kind of key that the browser flow never asks for. */
final class KeyStepMissing implements Check {

    @Override
    public String id() {
        return "key-step-missing";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        BrowserFlow flow = new BrowserFlow(realm.session(), realm.realm());
        return realm.settings().acceptOtherFactors().stream()
                .filter(type -> !flow.takes(type))
                .sorted()
                .map(
                        type -> finding(
                                Severity.LOW,
                                new Subject("setting", "acceptOtherFactors", type),
                                "The policy accepts credentials of the type " + type
                                        + ", but no enabled step of the browser flow asks for one. Users who own"
                                        + " one count as having none, and are sent to the set-up after their"
                                        + " password.",
                                type.equals("webauthn")
                                        ? "Enable a step for security keys in the browser flow, or remove the type from acceptOtherFactors."
                                        : "Enable passkeys under Authentication, Policies, or remove the type from acceptOtherFactors."));
    }
}
