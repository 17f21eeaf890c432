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
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The set-up page that a person opens, or that an application or an administrator's mail leads to. */
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
        ActionContext.whileOn(context, visit -> {
            Response page = Unavailable.ACTION.orPage(visit, () -> look(visit));
            if (page == null) {
                context.success();
            } else {
                context.challenge(page);
            }
        });
    }

    @Override
    public void processAction(RequiredActionContext context) {
        ActionContext.whileOn(
                context,
                visit -> ActionContext.settle(
                        context, Unavailable.ACTION.orReply(visit, () -> settled(visit, submit(visit)))));
    }

    /**
     * Nobody started the action who would be told that it was left: the sign-in goes on. Users who leave it without an
     * authenticator have left the new codes as well that an application may have asked for: without one its action would
     * show them the same page once more.
     */
    private static FormResult settled(PageContext visit, FormResult reply) {
        if (reply.kind() != FormResult.Kind.LEFT || !RequestedSetup.in(visit.authentication())) {
            return reply;
        }
        if (!waits(visit, RecoveryCodesActionFactory.ID)) {
            AuthenticationManager.setKcActionStatus(
                    RecoveryCodesActionFactory.ID, KcActionStatus.CANCELLED, visit.authentication());
        }
        return FormResult.passed();
    }

    /** Whether somebody else than an application asks for the action, so that it cannot be left. */
    private static boolean waits(PageContext visit, String action) {
        return visit.authentication().getRequiredActions().contains(action)
                || visit.user().getRequiredActionsStream().anyMatch(action::equals);
    }

    private @Nullable Response look(PageContext visit) {
        return switch (mode(visit)) {
            case SELF_SERVICE -> new SelfService(visit, random).look();
            case ENFORCED -> {
                if (NewRecoveryCodes.waiting(visit.authentication())) {
                    yield new NewRecoveryCodes(visit, random).look();
                }
                yield Enrolment.done(visit) ? null : new Enrolment(visit, SetupMode.ENFORCED, random).look();
            }
        };
    }

    private FormResult submit(PageContext visit) {
        return switch (mode(visit)) {
            case SELF_SERVICE -> new SelfService(visit, random).submit();
            case ENFORCED ->
                NewRecoveryCodes.waiting(visit.authentication())
                        ? new NewRecoveryCodes(visit, random).submit()
                        : new Enrolment(visit, SetupMode.ENFORCED, random).submit();
        };
    }

    /**
     * A flow, an administrator or their mail puts the action on the sign-in; a person or an application starts it. Who has
     * just turned a required two-factor off is back to having no choice.
     */
    private static SetupMode mode(PageContext visit) {
        String started = visit.authentication().getClientNote(Constants.KC_ACTION_EXECUTING);
        boolean wished = RequestedSetup.in(visit.authentication());
        boolean atWill = Enrolment.done(visit)
                ? wished || TwoFactorPolicy.SET_UP_ID.equals(started)
                : (wished || ActionContext.isStartedAtWill(visit, TwoFactorPolicy.SET_UP_ID)) && !required(visit);
        return atWill ? SetupMode.SELF_SERVICE : SetupMode.ENFORCED;
    }

    private static boolean required(PageContext visit) {
        return TwoFactorPolicy.obligation(visit.session(), visit.realm(), visit.user(), visit.settings())
                == Obligation.REQUIRED;
    }

    @Override
    public void close() {}
}
