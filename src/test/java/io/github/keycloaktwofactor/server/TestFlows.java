package io.github.keycloaktwofactor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Authentication flows of a test realm, other than the stock ones. */
public final class TestFlows {
    private static final String FLOWS = "/authentication/flows";

    private final TestRealm realm;
    private final AdminRest rest;

    TestFlows(TestRealm realm) {
        this.realm = realm;
        this.rest = realm.rest();
    }

    /** A browser flow of the username and password form alone, for one client. */
    public void bindPasswordOnly(String clientId) {
        String id = create("password-only", "auth-username-password-form");
        realm.updateClient(clientId, Map.of("authenticationFlowBindingOverrides", Map.of("browser", id)));
    }

    /** A password grant flow without any code step, for one client. */
    public void bindDirectGrantPasswordOnly(String clientId) {
        String id = create(
                "direct-grant-password-only", "direct-grant-validate-username", "direct-grant-validate-password");
        realm.updateClient(clientId, Map.of("authenticationFlowBindingOverrides", Map.of("direct_grant", id)));
    }

    /** Gives a client the realm's flows back. */
    public void unbind(String clientId) {
        realm.updateClient(
                clientId, Map.of("authenticationFlowBindingOverrides", Map.of("browser", "", "direct_grant", "")));
    }

    /** The realm's browser flow: the stock one with its conditional second factor replaced by our step, REQUIRED. */
    public void bindBrowserWithChallenge() {
        String copy = "browser-with-challenge";
        if (!exists(copy)) {
            copyBrowser(copy);
            disableConditional(copy);
            rest.post(
                    FLOWS + "/" + Http.segment(copy + " forms") + "/executions/execution",
                    Map.of("provider", "two-factor-challenge"));
            require(copy, "two-factor-challenge", "REQUIRED");
        }
        bindBrowser(copy);
    }

    /** The realm's browser flow: password, then a security key of users who have one. */
    public void bindBrowserWithSecurityKey() {
        String copy = "browser-with-security-key";
        if (!exists(copy)) {
            copyBrowser(copy);
            require(copy, "webauthn-authenticator", "ALTERNATIVE");
        }
        bindBrowser(copy);
    }

    public void bindStockBrowser() {
        bindBrowser("browser");
    }

    public void bindBrowser(String alias) {
        realm.update(Map.of("browserFlow", alias));
    }

    /**
     * A new top-level flow of these authenticators, all REQUIRED.
     *
     * @return the flow's id
     */
    public String create(String alias, String... authenticators) {
        if (!exists(alias)) {
            rest.post(FLOWS, Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
            for (String authenticator : authenticators) {
                rest.post(
                        FLOWS + "/" + Http.segment(alias) + "/executions/execution", Map.of("provider", authenticator));
                require(alias, authenticator, "REQUIRED");
            }
        }
        return find(alias).orElseThrow().path("id").asText();
    }

    public void copyBrowser(String alias) {
        rest.post(FLOWS + "/browser/copy", Map.of("newName", alias));
    }

    /** Gives the flow's execution of that authenticator a config. */
    public void configure(String flow, String authenticator, Map<String, String> config) {
        for (JsonNode execution : rest.get(FLOWS + "/" + Http.segment(flow) + "/executions")) {
            if (execution.path("providerId").asText().equals(authenticator)) {
                rest.post(
                        "/authentication/executions/" + execution.path("id").asText() + "/config",
                        Map.of("alias", authenticator, "config", config));
            }
        }
    }

    /** Sets the requirement of the flow's execution of that authenticator. */
    public void require(String flow, String authenticator, String requirement) {
        change(flow, "providerId", authenticator, requirement);
    }

    /** Takes a step out of a flow and puts another one at the end of it, REQUIRED. */
    public void replace(String flow, String authenticator, String by) {
        String executions = FLOWS + "/" + Http.segment(flow) + "/executions";
        for (JsonNode execution : rest.get(executions)) {
            if (execution.path("providerId").asText().equals(authenticator)) {
                rest.delete("/authentication/executions/" + execution.path("id").asText());
            }
        }
        rest.post(executions + "/execution", Map.of("provider", by));
        require(flow, by, "REQUIRED");
    }

    private void disableConditional(String flow) {
        for (JsonNode execution : rest.get(FLOWS + "/" + Http.segment(flow) + "/executions")) {
            if (execution.path("requirement").asText().equals("CONDITIONAL")) {
                ((ObjectNode) execution).put("requirement", "DISABLED");
                rest.put(FLOWS + "/" + Http.segment(flow) + "/executions", execution);
            }
        }
    }

    private void change(String flow, String field, String value, String requirement) {
        JsonNode execution = StreamSupport.stream(
                        rest.get(FLOWS + "/" + Http.segment(flow) + "/executions")
                                .spliterator(),
                        false)
                .filter(e -> e.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(flow + " has no " + value));
        ((ObjectNode) execution).put("requirement", requirement);
        rest.put(FLOWS + "/" + Http.segment(flow) + "/executions", execution);
    }

    private boolean exists(String alias) {
        return find(alias).isPresent();
    }

    private Optional<JsonNode> find(String alias) {
        return StreamSupport.stream(rest.get(FLOWS).spliterator(), false)
                .filter(flow -> flow.path("alias").asText().equals(alias))
                .findFirst();
    }
}
