package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import io.github.keycloaktwofactor.store.ClientRows;
import java.util.stream.Stream;

/** A client overrides the direct grant flow with one that asks for no code. */
final class ClientGrantFlow implements Check {

    @Override
    public String id() {
        return "client-grant-flow";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ClientRows.flowOverrides(realm.session(), realm.realm().getId(), "direct_grant", MOST).stream()
                .flatMap(client -> Stream.ofNullable(realm.realm().getAuthenticationFlowById(client.flowId()))
                        .filter(flow -> !realm.flows().grantAsksForCode(flow))
                        .map(flow -> finding(
                                realm.on() ? Severity.MEDIUM : Severity.HIGH,
                                new Subject("client", client.id(), client.clientId()),
                                "The client overrides the direct grant flow with '" + flow.getAlias()
                                        + "', which has no step for codes."
                                        + (realm.on() ? GrantFlowWithoutCode.ON : GrantFlowWithoutCode.OFF),
                                "Add the step Two-Factor: code to that flow, or remove the override under Advanced,"
                                        + " Authentication flow overrides.")));
    }
}
