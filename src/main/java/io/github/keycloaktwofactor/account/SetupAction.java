package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.enrolment.Enrolment;
import io.github.keycloaktwofactor.enrolment.Freshness;
import io.github.keycloaktwofactor.enrolment.Mode;
import io.github.keycloaktwofactor.enrolment.NewCodes;
import io.github.keycloaktwofactor.enrolment.PendingKey;
import io.github.keycloaktwofactor.enrolment.RecoveryCodesActionFactory;
import io.github.keycloaktwofactor.enrolment.SetupWish;
import io.github.keycloaktwofactor.page.ActionVisit;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.page.Visit;
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
        return Freshness.maxAuthAge(session);
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        ActionVisit.whileOn(context, visit -> {
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
        ActionVisit.whileOn(
                context,
                visit -> ActionVisit.settle(
                        context, Unavailable.ACTION.orReply(visit, () -> settled(visit, submit(visit)))));
    }

    /**
     * Nobody started the action who would be told that it was left: the sign-in goes on. Users who leave it without an
     * authenticator have left the new codes as well that an application may have asked for: without one its action would
     * show them the same page once more.
     */
    private static Reply settled(Visit visit, Reply reply) {
        if (reply.kind() != Reply.Kind.LEFT || !SetupWish.in(visit.authentication())) {
            return reply;
        }
        if (!waits(visit, RecoveryCodesActionFactory.ID)) {
            AuthenticationManager.setKcActionStatus(
                    RecoveryCodesActionFactory.ID, KcActionStatus.CANCELLED, visit.authentication());
        }
        return Reply.passed();
    }

    /** Whether somebody else than an application asks for the action, so that it cannot be left. */
    private static boolean waits(Visit visit, String action) {
        return visit.authentication().getRequiredActions().contains(action)
                || visit.user().getRequiredActionsStream().anyMatch(action::equals);
    }

    private @Nullable Response look(Visit visit) {
        return switch (mode(visit)) {
            case SELF_SERVICE -> new SelfService(visit, random).look();
            case ENFORCED -> {
                if (NewCodes.waiting(visit.authentication())) {
                    yield new NewCodes(visit, random).look();
                }
                yield Enrolment.done(visit) ? null : new Enrolment(visit, Mode.ENFORCED, random).look();
            }
        };
    }

    private Reply submit(Visit visit) {
        return switch (mode(visit)) {
            case SELF_SERVICE -> new SelfService(visit, random).submit();
            case ENFORCED ->
                NewCodes.waiting(visit.authentication())
                        ? new NewCodes(visit, random).submit()
                        : new Enrolment(visit, Mode.ENFORCED, random).submit();
        };
    }

    /**
     * A flow, an administrator or their mail puts the action on the sign-in; a person or an application starts it. Who has
     * just turned a required two-factor off is back to having no choice.
     */
    private static Mode mode(Visit visit) {
        String started = visit.authentication().getClientNote(Constants.KC_ACTION_EXECUTING);
        boolean wished = SetupWish.in(visit.authentication());
        boolean atWill = Enrolment.done(visit)
                ? wished || TwoFactorPolicy.SET_UP_ID.equals(started)
                : (wished || ActionVisit.isStartedAtWill(visit, TwoFactorPolicy.SET_UP_ID)) && !required(visit);
        return atWill ? Mode.SELF_SERVICE : Mode.ENFORCED;
    }

    private static boolean required(Visit visit) {
        return TwoFactorPolicy.obligation(visit.session(), visit.realm(), visit.user(), visit.settings())
                == Obligation.REQUIRED;
    }

    @Override
    public void close() {}
}
