package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.ActionContext;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.session.StartedAction;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.security.SecureRandom;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** Replaces the recovery codes at the request of a user or an application; without an authenticator, sets one up first. */
final class RecoveryCodesAction implements RequiredActionProvider {

    private final SecureRandom random;

    RecoveryCodesAction(SecureRandom random) {
        this.random = random;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public int getMaxAuthAge(KeycloakSession session) {
        return Reauthentication.maxAuthAge(session);
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        ActionContext.show(context, pageContext -> page(pageContext).show());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        ActionContext.submit(context, pageContext -> page(pageContext).submit());
    }

    private Page page(PageContext pageContext) {
        if (NewRecoveryCodes.waiting(pageContext.authentication())) {
            return new NewRecoveryCodes(pageContext, random);
        }
        boolean atWill = StartedAction.isExecutingAtWill(pageContext.authentication(), RecoveryCodesActionFactory.ID);
        return Authenticators.of(pageContext.user()).isEmpty()
                ? new Enrolment(pageContext, atWill ? SetupMode.SELF_SERVICE : SetupMode.ENFORCED, random)
                : new RenewalPage(pageContext, atWill, random);
    }

    @Override
    public void close() {}
}
