package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.enrolment.Enrolment;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.enrolment.PendingKey;
import io.github.keycloaktwofactor.enrolment.Reauthentication;
import io.github.keycloaktwofactor.enrolment.RecoveryCodesActionFactory;
import io.github.keycloaktwofactor.enrolment.RequestedSetup;
import io.github.keycloaktwofactor.enrolment.SetupMode;
import io.github.keycloaktwofactor.page.ActionContext;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.StartedAction;
import java.security.SecureRandom;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The set-up page as a required action: opened by the user, an application, or a link in an administrator's mail. */
final class SetupAction implements RequiredActionProvider {

    private final SecureRandom random;

    SetupAction(SecureRandom random) {
        this.random = random;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession session, AuthenticationSessionModel authentication) {
        PendingKey.drop(authentication);
    }

    @Override
    public int getMaxAuthAge(KeycloakSession session) {
        return Reauthentication.maxAuthAge(session);
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        ActionContext.show(context, pageContext -> {
            Page page = page(pageContext);
            boolean over = page instanceof Enrolment && Enrolment.done(pageContext);
            return over ? null : page.show();
        });
    }

    @Override
    public void processAction(RequiredActionContext context) {
        ActionContext.submit(
                context, pageContext -> settled(pageContext, page(pageContext).submit()));
    }

    /**
     * No application started the action, so none is told that it was cancelled: the sign-in continues. Users who cancel it
     * without an authenticator also cancel new codes that an application may have asked for: that action would show them the
     * same page again.
     */
    private static FormResult settled(PageContext pageContext, FormResult result) {
        if (result.kind() != FormResult.Kind.LEFT || !RequestedSetup.in(pageContext.authentication())) {
            return result;
        }
        if (!waits(pageContext, RecoveryCodesActionFactory.ID)) {
            AuthenticationManager.setKcActionStatus(
                    RecoveryCodesActionFactory.ID, KcActionStatus.CANCELLED, pageContext.authentication());
        }
        return FormResult.passed();
    }

    /** Whether anyone but an application asks for the action, so that it cannot be cancelled. */
    private static boolean waits(PageContext pageContext, String action) {
        return pageContext.authentication().getRequiredActions().contains(action)
                || pageContext.user().getRequiredActionsStream().anyMatch(action::equals);
    }

    private Page page(PageContext pageContext) {
        return switch (mode(pageContext)) {
            case SELF_SERVICE -> new SelfService(pageContext, random);
            case ENFORCED ->
                NewRecoveryCodes.waiting(pageContext.authentication())
                        ? new NewRecoveryCodes(pageContext, random)
                        : new Enrolment(pageContext, SetupMode.ENFORCED, random);
        };
    }

    /**
     * A flow, an administrator or their mail adds the action to the sign-in; a user or an application starts it. Users who
     * have just disabled a required two-factor cannot leave it either.
     */
    private static SetupMode mode(PageContext pageContext) {
        boolean wished = RequestedSetup.in(pageContext.authentication());
        boolean atWill = Enrolment.done(pageContext)
                ? wished || StartedAction.isExecuting(pageContext.authentication(), TwoFactorPolicy.SET_UP_ID)
                : (wished || StartedAction.isExecutingAtWill(pageContext.authentication(), TwoFactorPolicy.SET_UP_ID))
                        && !required(pageContext);
        return atWill ? SetupMode.SELF_SERVICE : SetupMode.ENFORCED;
    }

    private static boolean required(PageContext pageContext) {
        return TwoFactorPolicy.obligation(
                        pageContext.session(), pageContext.realm(), pageContext.user(), pageContext.settings())
                == Obligation.REQUIRED;
    }

    @Override
    public void close() {}
}
