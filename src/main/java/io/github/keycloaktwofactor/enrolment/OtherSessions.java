package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.PolicySettings.EndOtherSessions;
import io.github.keycloaktwofactor.session.SignInNote;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Ends the user's other sessions after a change of two-factor, according to the policy. */
public final class OtherSessions {

    /** The checkbox, if the policy lets the user decide. */
    private static final String FIELD = "endSessions";

    private OtherSessions() {}

    /** Lets the page of the recovery codes ask, each time it is shown until the codes are saved. */
    static void askWithCodes(PageContext pageContext) {
        SignInNote.OTHER_SESSIONS.put(
                pageContext.authentication(), pageContext.user().getId());
    }

    /** Whether the form of a change has the checkbox. */
    static boolean offered(PageContext pageContext) {
        return pageContext.settings().changes().endOtherSessions() == EndOtherSessions.OFFER;
    }

    /** Whether the page of the codes has the checkbox: only if the user has other sessions. */
    static boolean offeredWithCodes(PageContext pageContext) {
        return isOpen(pageContext) && others(pageContext).findAny().isPresent();
    }

    /** Ends them if the checkbox on the page of the codes is ticked. */
    static void endWithCodes(PageContext pageContext) {
        if (isOpen(pageContext) && pageContext.field(FIELD).isPresent()) {
            end(pageContext);
        }
        SignInNote.OTHER_SESSIONS.drop(pageContext.authentication());
    }

    private static boolean isOpen(PageContext pageContext) {
        return offered(pageContext)
                && pageContext.user().getId().equals(SignInNote.OTHER_SESSIONS.in(pageContext.authentication()));
    }

    public static void endIfWanted(PageContext pageContext) {
        boolean wanted = switch (pageContext.settings().changes().endOtherSessions()) {
            case OFFER -> pageContext.field(FIELD).isPresent();
            case NEVER -> false;
            case ALWAYS -> true;
        };
        if (wanted) {
            end(pageContext);
        }
    }

    private static void end(PageContext pageContext) {
        // Ending a session modifies what the stream iterates over.
        others(pageContext).toList().forEach(other -> end(pageContext, other));
    }

    private static Stream<UserSessionModel> others(PageContext pageContext) {
        String own = pageContext.authentication().getParentSession().getId();
        return Stream.concat(
                        pageContext.session().sessions().getUserSessionsStream(pageContext.realm(), pageContext.user()),
                        pageContext
                                .session()
                                .sessions()
                                .getOfflineUserSessionsStream(pageContext.realm(), pageContext.user()))
                .filter(other -> !other.getId().equals(own));
    }

    private static void end(PageContext pageContext, UserSessionModel other) {
        KeycloakContext context = pageContext.session().getContext();
        AuthenticationManager.backchannelLogout(
                pageContext.session(),
                pageContext.realm(),
                other,
                context.getUri(),
                context.getConnection(),
                context.getRequestHeaders(),
                true);
        pageContext
                .event()
                .clone()
                .event(EventType.LOGOUT)
                .session(other)
                .user(pageContext.user())
                .detail(
                        Details.LOGOUT_TRIGGERED_BY_REQUIRED_ACTION,
                        pageContext
                                .authentication()
                                .getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION))
                .success();
    }
}
