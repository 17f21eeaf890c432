package io.github.keycloaktwofactor.challenge;

import io.github.keycloaktwofactor.session.SignInNote;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * A step of a flow that was skipped because of a trusted device. Keycloak only knows such a step as passed, and would
 * report it in the claims {@code amr} and {@code acr} as if a code had been entered.
 */
public final class SkippedStep {

    private SkippedStep() {}

    /** Whether passing the step raises the level of authentication, which a trusted device must not. */
    static boolean raisesLevel(AuthenticationFlowContext context) {
        RealmModel realm = context.getRealm();
        return AuthenticationLevels.givenByPolicy(context.getAuthenticationSession())
                || Stream.iterate(
                                context.getExecution(),
                                step -> step != null,
                                step -> realm.getAuthenticationExecutionByFlowId(step.getParentFlow()))
                        .map(AuthenticationExecutionModel::getParentFlow)
                        .flatMap(realm::getAuthenticationExecutionsStream)
                        .anyMatch(AuthenticationLevels::isCondition);
    }

    static void note(AuthenticationFlowContext context) {
        SignInNote.SKIPPED_STEP.put(
                context.getAuthenticationSession(), context.getExecution().getId());
    }

    /** Removes the step from the list of passed steps. Called at the end of the flow, when it is in the list. */
    public static void uncount(AuthenticationSessionModel authentication) {
        String spared = SignInNote.SKIPPED_STEP.in(authentication);
        String passed = authentication.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED);
        if (spared == null || passed == null) {
            return;
        }
        try {
            Map<String, Integer> steps = AuthenticatorUtils.parseCompletedExecutions(passed);
            if (steps.remove(spared) != null) {
                authentication.setUserSessionNote(
                        Constants.AUTHENTICATORS_COMPLETED, JsonSerialization.writeValueAsString(steps));
            }
        } catch (IOException e) {
            throw new IllegalStateException("The list of passed steps cannot be written", e);
        }
    }
}
