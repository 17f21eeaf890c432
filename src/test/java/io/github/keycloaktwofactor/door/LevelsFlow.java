package io.github.keycloaktwofactor.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloaktwofactor.server.AdminRest;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Map;

/** The step-up flow of Keycloak's documentation: cookie, or password for level 1 and something else for level 2. */
final class LevelsFlow {

    private static final String FLOWS = "/authentication/flows/";
    private static final String LEVEL = "conditional-level-of-authentication";

    private final AdminRest rest;
    private final String alias;

    private LevelsFlow(AdminRest rest, String alias) {
        this.rest = rest;
        this.alias = alias;
    }

    /** Makes it the realm's browser flow. A level holds for ten hours, as in the documentation. */
    static void bind(TestRealm realm, String second) {
        String alias = "levels-" + second;
        realm.flows().create(alias);
        LevelsFlow flow = new LevelsFlow(realm.rest(), alias);
        flow.step(alias, "auth-cookie", "ALTERNATIVE");
        String forms = flow.subflow(alias, "forms", "ALTERNATIVE");
        flow.level(forms, 1, "auth-username-password-form");
        flow.level(forms, 2, second);
        realm.flows().bindBrowser(alias);
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
