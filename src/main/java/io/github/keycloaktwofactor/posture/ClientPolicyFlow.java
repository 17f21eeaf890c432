package io.github.keycloaktwofactor.posture;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.executor.AuthenticationFlowSelectorExecutorFactory;
import org.keycloak.util.JsonSerialization;

/** A client policy selects a flow that asks for no code. Policies are read in the JSON form of the admin REST API. */
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
                        .filter(policy -> policy.path("enabled").asBoolean()
                                && parts(policy.path("profiles"))
                                        .anyMatch(profile -> profiles.contains(profile.asText())))
                        .limit(MOST)
                        .map(policy -> policy.path("name").asText())
                        .map(name -> finding(
                                realm.on() ? Severity.LOW : Severity.HIGH,
                                new Subject("client-policy", name, name),
                                "The client policy has a profile whose executor auth-flow-enforcer chooses a flow without a"
                                        + " step for codes."
                                        + (realm.on()
                                                ? " Two-Factor: policy asks after the flow; a step-up by that flow asks for"
                                                        + " nothing."
                                                : " Two-factor is off, so users sign in with what that flow asks for."),
                                "Add the step Two-Factor: code to the flow that the executor names."));
    }

    /** The realm's client profiles that select such a flow. */
    private static Set<String> profiles(RealmFacts realm) {
        try {
            JsonNode all = json(realm.session().clientPolicy().getClientProfiles(realm.realm(), false));
            return parts(all.path("profiles"))
                    .filter(profile ->
                            parts(profile.path("executors")).anyMatch(executor -> leadsAround(realm, executor)))
                    .map(profile -> profile.path("name").asText())
                    .collect(Collectors.toSet());
        } catch (ClientPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<JsonNode> policies(RealmFacts realm) {
        try {
            return parts(json(realm.session().clientPolicy().getClientPolicies(realm.realm(), false))
                    .path("policies"));
        } catch (ClientPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean leadsAround(RealmFacts realm, JsonNode executor) {
        if (!AuthenticationFlowSelectorExecutorFactory.PROVIDER_ID.equals(
                executor.path("executor").asText())) {
            return false;
        }
        AuthenticationFlowModel flow = realm.realm()
                .getFlowByAlias(executor.path("configuration")
                        .path(AuthenticationFlowSelectorExecutorFactory.AUTH_FLOW_ALIAS)
                        .asText());
        return flow != null && !realm.flows().asksForCode(flow);
    }

    private static JsonNode json(Object representation) {
        return JsonSerialization.mapper.valueToTree(representation);
    }

    private static Stream<JsonNode> parts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
