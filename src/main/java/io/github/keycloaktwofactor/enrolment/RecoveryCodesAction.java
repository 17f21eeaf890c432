package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.Reply;
import io.github.keycloaktwofactor.challenge.Restart;
import io.github.keycloaktwofactor.challenge.Unavailable;
import io.github.keycloaktwofactor.challenge.Visit;
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

    /** That the page shown last was a notice, on which leaving means signing out. */
    private static final String NOTICED = "two-factor.codes.noticed";

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
            return new Enrolment(visit, Mode.SELF_SERVICE, random).look();
        }
        NoticePage.Kind obstacle = Freshness.obstacle(visit);
        if (obstacle != null) {
            return notice(visit, obstacle);
        }
        visit.authentication().removeAuthNote(NOTICED);
        return new NewCodes(visit, random).ask();
    }

    private Reply submit(Visit visit) {
        if (NewCodes.waiting(visit.authentication())) {
            return new NewCodes(visit, random).submit();
        }
        if (Authenticators.of(visit.user()).isEmpty()) {
            return new Enrolment(visit, Mode.SELF_SERVICE, random).submit();
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
        return obstacle == null ? new NewCodes(visit, random).regenerated(CodesPage.View.ASK) : notice(visit, obstacle);
    }

    private static Reply leave(Visit visit) {
        return visit.authentication().getAuthNote(NOTICED) == null
                ? Reply.left()
                : Reply.shown(Restart.of(visit.session(), visit.authentication()));
    }

    private static Response notice(Visit visit, NoticePage.Kind kind) {
        visit.authentication().setAuthNote(NOTICED, "true");
        return NoticePage.of(visit, kind);
    }

    @Override
    public void close() {}
}
