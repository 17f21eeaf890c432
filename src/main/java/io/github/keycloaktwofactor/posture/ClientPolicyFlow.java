package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.representations.idm.ClientPolicyExecutorRepresentation;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.executor.AuthenticationFlowSelectorExecutorFactory;

/** A client policy chooses a flow that asks for no code. */
final class ClientPolicyFlow implements Check {

    @Override
    public String id() {
        return "client-policy-flow";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        Set<String> profiles = profiles(realm);
        return profiles.isEmpty()
                ? Stream.empty()
                : policies(realm)
                        .filter(policy -> policy.getProfiles() != null
                                && policy.getProfiles().stream().anyMatch(profiles::contains))
                        .limit(MOST)
                        .map(policy -> finding(
                                realm.on() ? Severity.LOW : Severity.HIGH,
                                new Subject("client-policy", policy.getName(), policy.getName()),
                                "The client policy has a profile whose executor auth-flow-enforcer chooses a flow without a step for"
                                        + " codes."
                                        + (realm.on()
                                                ? " Two-Factor: policy asks after the flow; a step-up by that flow asks for nothing."
                                                : " Two-factor is off, so what that flow asks for signs in."),
                                "Add the step Two-Factor: code to the flow that the executor names."));
    }

    /** The profiles of the realm that choose such a flow. */
    private static Set<String> profiles(RealmFacts realm) {
        try {
            return realm.session().clientPolicy().getClientProfiles(realm.realm(), false).getProfiles().stream()
                    .filter(profile -> profile.getExecutors() != null
                            && profile.getExecutors().stream().anyMatch(executor -> leadsAround(realm, executor)))
                    .map(profile -> profile.getName())
                    .collect(Collectors.toSet());
        } catch (ClientPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<ClientPolicyRepresentation> policies(RealmFacts realm) {
        try {
            return realm.session().clientPolicy().getClientPolicies(realm.realm(), false).getPolicies().stream()
                    .filter(policy -> Boolean.TRUE.equals(policy.isEnabled()));
        } catch (ClientPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean leadsAround(RealmFacts realm, ClientPolicyExecutorRepresentation executor) {
        if (!AuthenticationFlowSelectorExecutorFactory.PROVIDER_ID.equals(executor.getExecutorProviderId())
                || executor.getConfiguration() == null) {
            return false;
        }
        AuthenticationFlowModel flow = realm.realm()
                .getFlowByAlias(executor.getConfiguration()
                        .path(AuthenticationFlowSelectorExecutorFactory.AUTH_FLOW_ALIAS)
                        .asText());
        return flow != null && !realm.flows().asksForCode(flow);
    }
}
