package io.github.keycloaktwofactor.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;

/** A browser flow in which the password is level 1 of authentication and a second factor is level 2, as Keycloak's guide has it. */
public final class StepUpFlow {

    private static final String FLOWS = "/authentication/flows/";

    private StepUpFlow() {}

    /** Makes it the flow of a new client. */
    static void bind(TestRealm realm, String client) {
        String id = create(realm, "auth-otp-form");
        realm.client(client, Map.of("authenticationFlowBindingOverrides", Map.of("browser", id)));
    }

    /** The flow {@code step-up} of a realm that has none yet; the answer is its id. */
    public static String create(TestRealm realm, String secondFactor) {
        String id = realm.flows().create("step-up");
        level(realm.rest(), 1, "auth-username-password-form");
        level(realm.rest(), 2, secondFactor);
        return id;
    }

    private static void level(AdminRest rest, int level, String authenticator) {
        String subflow = "step-up-" + level;
        rest.post(
                FLOWS + "step-up/executions/flow",
                Map.of("alias", subflow, "type", "basic-flow", "provider", "registration-page-form"));
        require(rest, "displayName", subflow, "CONDITIONAL");
        rest.post(FLOWS + subflow + "/executions/execution", Map.of("provider", "conditional-level-of-authentication"));
        rest.post(FLOWS + subflow + "/executions/execution", Map.of("provider", authenticator));
        require(rest, "providerId", authenticator, "REQUIRED");
        for (JsonNode execution : rest.get(FLOWS + subflow + "/executions")) {
            if (execution.path("providerId").asText().equals("conditional-level-of-authentication")) {
                change(rest, execution, "REQUIRED");
                rest.post(
                        "/authentication/executions/" + execution.path("id").asText() + "/config",
                        Map.of(
                                "alias",
                                subflow,
                                "config",
                                Map.of("loa-condition-level", Integer.toString(level), "loa-max-age", "0")));
            }
        }
    }

    private static void require(AdminRest rest, String field, String value, String requirement) {
        for (JsonNode execution : rest.get(FLOWS + "step-up/executions")) {
            if (execution.path(field).asText().equals(value)) {
                change(rest, execution, requirement);
            }
        }
    }

    private static void change(AdminRest rest, JsonNode execution, String requirement) {
        ((ObjectNode) execution).put("requirement", requirement);
        rest.put(FLOWS + "step-up/executions", execution);
    }
}
