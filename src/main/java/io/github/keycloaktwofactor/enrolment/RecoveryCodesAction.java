package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.ActionVisit;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Unavailable;
import io.github.keycloaktwofactor.page.Visit;
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
        return Freshness.maxAuthAge(session);
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        ActionVisit.whileOn(
                context,
                visit ->
                        context.challenge(Objects.requireNonNull(Unavailable.ACTION.orPage(visit, () -> look(visit)))));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        ActionVisit.whileOn(
                context, visit -> ActionVisit.settle(context, Unavailable.ACTION.orReply(visit, () -> submit(visit))));
    }

    private Response look(Visit visit) {
        if (NewCodes.waiting(visit.authentication())) {
            return new NewCodes(visit, random).look();
        }
        if (Authenticators.of(visit.user()).isEmpty()) {
            return enrolment(visit).look();
        }
        NoticePage.Kind obstacle = Freshness.obstacle(visit);
        return obstacle == null ? new NewCodes(visit, random).ask(view(visit)) : NoticePage.of(visit, obstacle);
    }

    private Reply submit(Visit visit) {
        if (NewCodes.waiting(visit.authentication())) {
            return new NewCodes(visit, random).submit();
        }
        if (Authenticators.of(visit.user()).isEmpty()) {
            return enrolment(visit).submit();
        }
        return switch (visit.pressed()) {
            case "regenerate" -> Reply.shown(regenerate(visit));
            case "restart" -> Reply.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> leave(visit);
            default -> Reply.shown(look(visit));
        };
    }

    private Response regenerate(Visit visit) {
        NoticePage.Kind obstacle = Freshness.obstacleToChange(visit);
        return obstacle == null ? new NewCodes(visit, random).regenerated(view(visit)) : NoticePage.of(visit, obstacle);
    }

    private Enrolment enrolment(Visit visit) {
        return new Enrolment(visit, startedAtWill(visit) ? Mode.SELF_SERVICE : Mode.ENFORCED, random);
    }

    /** Users who keep their codes have done what somebody else asked for; what they started themselves they cancel. */
    private static Reply leave(Visit visit) {
        boolean noticed = ShownNotice.in(visit.authentication());
        if (!noticed && startedAtWill(visit)) {
            return Reply.left();
        }
        if (!noticed && view(visit) == CodesPage.View.ASK) {
            return Reply.passed();
        }
        return Reply.shown(Restart.of(visit.session(), visit.authentication()));
    }

    private static CodesPage.View view(Visit visit) {
        if (NewCodes.left(visit) > 0) {
            return CodesPage.View.ASK;
        }
        return startedAtWill(visit) ? CodesPage.View.FIRST : CodesPage.View.DEMANDED;
    }

    private static boolean startedAtWill(Visit visit) {
        return ActionVisit.isStartedAtWill(visit, RecoveryCodesActionFactory.ID);
    }

    @Override
    public void close() {}
}
