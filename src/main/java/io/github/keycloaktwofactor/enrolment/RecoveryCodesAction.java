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
                pageContext -> context.challenge(
                        Objects.requireNonNull(Unavailable.ACTION.orPage(pageContext, () -> show(pageContext)))));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        ActionContext.whileOn(
                context,
                pageContext -> ActionContext.settle(
                        context, Unavailable.ACTION.orResult(pageContext, () -> submit(pageContext))));
    }

    private Response show(PageContext pageContext) {
        if (NewRecoveryCodes.waiting(pageContext.authentication())) {
            return new NewRecoveryCodes(pageContext, random).show();
        }
        if (Authenticators.of(pageContext.user()).isEmpty()) {
            return enrolment(pageContext).show();
        }
        NoticePage.Kind obstacle = Reauthentication.obstacle(pageContext);
        return obstacle == null
                ? new NewRecoveryCodes(pageContext, random).ask(view(pageContext))
                : NoticePage.of(pageContext, obstacle);
    }

    private FormResult submit(PageContext pageContext) {
        if (NewRecoveryCodes.waiting(pageContext.authentication())) {
            return new NewRecoveryCodes(pageContext, random).submit();
        }
        if (Authenticators.of(pageContext.user()).isEmpty()) {
            return enrolment(pageContext).submit();
        }
        return switch (pageContext.pressed()) {
            case "regenerate" -> FormResult.shown(regenerate(pageContext));
            case "restart" -> FormResult.shown(Restart.again(pageContext.session(), pageContext.authentication()));
            case "leave" -> leave(pageContext);
            default -> FormResult.shown(show(pageContext));
        };
    }

    private Response regenerate(PageContext pageContext) {
        NoticePage.Kind obstacle = Reauthentication.obstacleToChange(pageContext);
        return obstacle == null
                ? new NewRecoveryCodes(pageContext, random).regenerated(view(pageContext))
                : NoticePage.of(pageContext, obstacle);
    }

    private Enrolment enrolment(PageContext pageContext) {
        return new Enrolment(
                pageContext, startedAtWill(pageContext) ? SetupMode.SELF_SERVICE : SetupMode.ENFORCED, random);
    }

    /** Users who keep their codes have done what somebody else asked for; what they started themselves they cancel. */
    private static FormResult leave(PageContext pageContext) {
        boolean noticed = ShownNotice.in(pageContext.authentication());
        if (!noticed && startedAtWill(pageContext)) {
            return FormResult.left();
        }
        if (!noticed && view(pageContext) == CodesPage.View.ASK) {
            return FormResult.passed();
        }
        return FormResult.shown(Restart.of(pageContext.session(), pageContext.authentication()));
    }

    private static CodesPage.View view(PageContext pageContext) {
        if (NewRecoveryCodes.left(pageContext) > 0) {
            return CodesPage.View.ASK;
        }
        return startedAtWill(pageContext) ? CodesPage.View.FIRST : CodesPage.View.DEMANDED;
    }

    private static boolean startedAtWill(PageContext pageContext) {
        return ActionContext.isStartedAtWill(pageContext, RecoveryCodesActionFactory.ID);
    }

    @Override
    public void close() {}
}
