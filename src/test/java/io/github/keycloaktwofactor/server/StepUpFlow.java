package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The step-up flow of Keycloak's documentation: the cookie, or a password for level 1 and a second factor for level 2. */
public final class StepUpFlow {

    private static final String FLOWS = "/authentication/flows/";
    private static final String LEVEL = "conditional-level-of-authentication";

    private final AdminRest rest;
    private final String alias;

    private StepUpFlow(AdminRest rest, String alias) {
        this.rest = rest;
        this.alias = alias;
    }

    /** The flow {@code step-up} of a realm that has none yet; a level holds for ten hours. The answer is its id. */
    public static String create(TestRealm realm, String second) {
        String id = realm.flows().create("step-up");
        StepUpFlow flow = new StepUpFlow(realm.rest(), "step-up");
        flow.step("step-up", "auth-cookie", "ALTERNATIVE");
        String forms = flow.subflow("step-up", "forms", "ALTERNATIVE");
        flow.level(forms, 1, "auth-username-password-form");
        flow.level(forms, 2, second);
        return id;
    }

    /** The same without a level for the password: the second factor is level 2, and there is no other. */
    public static void createSecondOnly(TestRealm realm, String second) {
        realm.flows().create("step-up");
        StepUpFlow flow = new StepUpFlow(realm.rest(), "step-up");
        flow.step("step-up", "auth-cookie", "ALTERNATIVE");
        String forms = flow.subflow("step-up", "forms", "ALTERNATIVE");
        flow.step(forms, "auth-username-password-form", "REQUIRED");
        flow.level(forms, 2, second);
    }

    private void level(String parent, int level, String authenticator) {
        String subflow = subflow(parent, "level-" + level, "CONDITIONAL");
        String condition = step(subflow, LEVEL, "REQUIRED");
        rest.post(
                "/authentication/executions/" + condition + "/config",
                Map.of(
                        "alias",
                        subflow,
                        "config",
                        Map.of("loa-condition-level", Integer.toString(level), "loa-max-age", "36000")));
        step(subflow, authenticator, "REQUIRED");
    }

    private String subflow(String parent, String name, String requirement) {
        String subflow = alias + "-" + name;
        rest.post(
                FLOWS + parent + "/executions/flow",
                Map.of("alias", subflow, "type", "basic-flow", "provider", "registration-page-form"));
        require(parent, "displayName", subflow, requirement);
        return subflow;
    }

    private String step(String parent, String authenticator, String requirement) {
        rest.post(FLOWS + parent + "/executions/execution", Map.of("provider", authenticator));
        return require(parent, "providerId", authenticator, requirement);
    }

    private String require(String parent, String field, String value, String requirement) {
        for (JsonNode execution : rest.get(FLOWS + parent + "/executions")) {
            if (execution.path(field).asText().equals(value)) {
                rest.put(FLOWS + parent + "/executions", ((ObjectNode) execution).put("requirement", requirement));
                return execution.path("id").asText();
            }
        }
        throw new AssertionError("No " + value + " in " + parent);
    }
}
