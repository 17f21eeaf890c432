package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import io.github.keycloaktwofactor.store.ClientRows;
import java.util.stream.Stream;

/** A client overrides the browser flow with one that asks for no code. */
final class ClientBrowserFlow implements Check {

    @Override
    public String id() {
        return "client-browser-flow";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ClientRows.flowOverrides(realm.session(), realm.realm().getId(), "browser", MOST).stream()
                .flatMap(client -> Stream.ofNullable(realm.realm().getAuthenticationFlowById(client.flowId()))
                        .filter(flow -> !realm.flows().asksForCode(flow))
                        .map(flow -> finding(
                                realm.on() ? Severity.LOW : Severity.HIGH,
                                new Subject("client", client.id(), client.clientId()),
                                "The client overrides the browser flow with '" + flow.getAlias()
                                        + "', which has no step for codes."
                                        + (realm.on()
                                                ? " Two-Factor: policy asks after the flow. Users whose only factor"
                                                        + " is a key are sent through the realm's browser flow to"
                                                        + " use it, which does not work for SAML clients."
                                                : " Two-factor is off, so the password alone signs in there."),
                                "Add the step Two-Factor: code to that flow, or remove the override under Advanced,"
                                        + " Authentication flow overrides.")));
    }
}
