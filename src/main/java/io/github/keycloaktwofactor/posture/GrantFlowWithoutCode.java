package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** The realm's direct grant flow asks for no code. */
final class GrantFlowWithoutCode implements Check {

    static final String ON = " Users who have or need a second factor get no token there, but the response reveals"
            + " that the password was right: it can be guessed without a code ever being asked for.";

    static final String OFF = " Two-factor is off, so the password alone is enough for a token.";

    @Override
    public String id() {
        return "grant-flow-without-code";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return Stream.ofNullable(realm.realm().getDirectGrantFlow())
                .filter(flow -> !realm.flows().grantAsksForCode(flow))
                .map(flow -> finding(
                        realm.on() ? Severity.MEDIUM : Severity.HIGH,
                        Flows.subject(flow),
                        "The direct grant flow of the realm has no step for codes." + (realm.on() ? ON : OFF),
                        "Keep a code step in it, Keycloak's own or Two-Factor: code."));
    }
}
