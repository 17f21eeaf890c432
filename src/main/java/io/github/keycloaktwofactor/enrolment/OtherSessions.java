package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings.EndOtherSessions;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Ends the sessions that a person has elsewhere, when a change of two-factor is to end them. */
public final class OtherSessions {

    /** The box, where the policy leaves it to the person. */
    private static final String FIELD = "endSessions";

    /** Id of the user who has set up two-factor and has not been heard yet about their other sessions. */
    private static final String OPEN = "two-factor.other-sessions";

    private OtherSessions() {}

    /** Leaves it to the page of the recovery codes to ask, however often that is shown until the codes are saved. */
    static void askWithCodes(PageContext visit) {
        visit.authentication().setAuthNote(OPEN, visit.user().getId());
    }

    /** Whether the form of a change has the box. */
    static boolean offered(PageContext visit) {
        return visit.settings().changes().endOtherSessions() == EndOtherSessions.OFFER;
    }

    /** Whether the page of the codes has the box: users who are signed in nowhere else have nothing to decide. */
    static boolean offeredWithCodes(PageContext visit) {
        return isOpen(visit) && others(visit).findAny().isPresent();
    }

    /** Ends them if the box on the page of the codes says so. */
    static void endWithCodes(PageContext visit) {
        if (isOpen(visit) && visit.field(FIELD).isPresent()) {
            end(visit);
        }
        visit.authentication().removeAuthNote(OPEN);
    }

    private static boolean isOpen(PageContext visit) {
        return offered(visit)
                && visit.user().getId().equals(visit.authentication().getAuthNote(OPEN));
    }

    public static void endIfWanted(PageContext visit) {
        boolean wanted = switch (visit.settings().changes().endOtherSessions()) {
            case OFFER -> visit.field(FIELD).isPresent();
            case NEVER -> false;
            case ALWAYS -> true;
        };
        if (wanted) {
            end(visit);
        }
    }

    private static void end(PageContext visit) {
        // Ending a session changes what the stream reads.
        others(visit).toList().forEach(other -> end(visit, other));
    }

    private static Stream<UserSessionModel> others(PageContext visit) {
        String own = visit.authentication().getParentSession().getId();
        return Stream.concat(
                        visit.session().sessions().getUserSessionsStream(visit.realm(), visit.user()),
                        visit.session().sessions().getOfflineUserSessionsStream(visit.realm(), visit.user()))
                .filter(other -> !other.getId().equals(own));
    }

    private static void end(PageContext visit, UserSessionModel other) {
        KeycloakContext context = visit.session().getContext();
        AuthenticationManager.backchannelLogout(
                visit.session(),
                visit.realm(),
                other,
                context.getUri(),
                context.getConnection(),
                context.getRequestHeaders(),
                true);
        visit.event()
                .clone()
                .event(EventType.LOGOUT)
                .session(other)
                .user(visit.user())
                .detail(
                        Details.LOGOUT_TRIGGERED_BY_REQUIRED_ACTION,
                        visit.authentication().getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION))
                .success();
    }
}
