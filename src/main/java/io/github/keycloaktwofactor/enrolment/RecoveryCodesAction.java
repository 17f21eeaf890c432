package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.ActionContext;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.session.ShownNotice;
import io.github.keycloaktwofactor.totp.Authenticators;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.Objects;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** Replaces the recovery codes when a person or an application asks for it; without an authenticator, sets that up first. */
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
        ActionContext.whileOn(
                context,
                visit ->
                        context.challenge(Objects.requireNonNull(Unavailable.ACTION.orPage(visit, () -> look(visit)))));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        ActionContext.whileOn(
                context,
                visit -> ActionContext.settle(context, Unavailable.ACTION.orReply(visit, () -> submit(visit))));
    }

    private Response look(PageContext visit) {
        if (NewRecoveryCodes.waiting(visit.authentication())) {
            return new NewRecoveryCodes(visit, random).look();
        }
        if (Authenticators.of(visit.user()).isEmpty()) {
            return enrolment(visit).look();
        }
        NoticePage.Kind obstacle = Reauthentication.obstacle(visit);
        return obstacle == null ? new NewRecoveryCodes(visit, random).ask(view(visit)) : NoticePage.of(visit, obstacle);
    }

    private FormResult submit(PageContext visit) {
        if (NewRecoveryCodes.waiting(visit.authentication())) {
            return new NewRecoveryCodes(visit, random).submit();
        }
        if (Authenticators.of(visit.user()).isEmpty()) {
            return enrolment(visit).submit();
        }
        return switch (visit.pressed()) {
            case "regenerate" -> FormResult.shown(regenerate(visit));
            case "restart" -> FormResult.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> leave(visit);
            default -> FormResult.shown(look(visit));
        };
    }

    private Response regenerate(PageContext visit) {
        NoticePage.Kind obstacle = Reauthentication.obstacleToChange(visit);
        return obstacle == null
                ? new NewRecoveryCodes(visit, random).regenerated(view(visit))
                : NoticePage.of(visit, obstacle);
    }

    private Enrolment enrolment(PageContext visit) {
        return new Enrolment(visit, startedAtWill(visit) ? SetupMode.SELF_SERVICE : SetupMode.ENFORCED, random);
    }

    /** Users who keep their codes have done what somebody else asked for; what they started themselves they cancel. */
    private static FormResult leave(PageContext visit) {
        boolean noticed = ShownNotice.in(visit.authentication());
        if (!noticed && startedAtWill(visit)) {
            return FormResult.left();
        }
        if (!noticed && view(visit) == CodesPage.View.ASK) {
            return FormResult.passed();
        }
        return FormResult.shown(Restart.of(visit.session(), visit.authentication()));
    }

    private static CodesPage.View view(PageContext visit) {
        if (NewRecoveryCodes.left(visit) > 0) {
            return CodesPage.View.ASK;
        }
        return startedAtWill(visit) ? CodesPage.View.FIRST : CodesPage.View.DEMANDED;
    }

    private static boolean startedAtWill(PageContext visit) {
        return ActionContext.isStartedAtWill(visit, RecoveryCodesActionFactory.ID);
    }

    @Override
    public void close() {}
}
