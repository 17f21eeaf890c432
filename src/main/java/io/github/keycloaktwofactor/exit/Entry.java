package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.guard.OpenPages;
import io.github.keycloaktwofactor.guard.SignInDecision;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The decision before a login action of Keycloak processes anything for a user who has passed one factor. */
final class Entry {

    private static final String DECIDED = Entry.class.getName();

    private final KeycloakSession session;

    Entry(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Lets the request continue, or ends it with a redirect to the current page of the sign-in, which is unchanged.
     * Decides once per request, although Keycloak calls this often.
     */
    void decide(@Nullable AuthenticationSessionModel authentication) {
        if (authentication != null) {
            SignInDecision.begin(session, authentication);
            endIfTooLate(authentication);
        }
        KeycloakContext context = session.getContext();
        if (authentication == null || context.getHttpRequest() == null || session.getAttribute(DECIDED) != null) {
            return;
        }
        LoginAction action = LoginAction.of(context).orElse(null);
        if (action == null || TwoFactorPolicy.of(authentication.getRealm()).isEmpty()) {
            return;
        }
        session.setAttribute(DECIDED, true);
        UserModel user = action.isDecided(authentication) ? authentication.getAuthenticatedUser() : null;
        if (user != null && !mayGoOn(action, authentication, user)) {
            Refusal.ENTRY.tell(event(authentication), authentication, user);
            throw redirect(GuardPage.of(session, authentication));
        }
    }

    private static WebApplicationException redirect(URI address) {
        // With an entity, so that Keycloak does not replace it with an error page, and with the media type that
        // entities need.
        return new WebApplicationException(Response.status(Response.Status.FOUND)
                .location(address)
                .type(MediaType.TEXT_HTML_TYPE)
                .entity("")
                .build());
    }

    /** Keycloak would redirect to the login page without saying what has expired. */
    private void endIfTooLate(AuthenticationSessionModel authentication) {
        KeycloakContext context = session.getContext();
        if (context.getHttpRequest() == null
                || !LoginAction.isOurPage(context, authentication)
                || TwoFactorPolicy.of(authentication.getRealm()).isEmpty()) {
            return;
        }
        OpenPages.overtaken(session, authentication).ifPresent(address -> {
            throw redirect(address);
        });
        OpenPages.ended(session, authentication).ifPresent(page -> {
            event(authentication)
                    .event(EventType.CUSTOM_REQUIRED_ACTION)
                    .client(authentication.getClient())
                    .user(authentication.getAuthenticatedUser())
                    .error(Errors.EXPIRED_CODE);
            throw new WebApplicationException(page);
        });
    }

    /** Whether this request was already decided here. */
    static boolean hasDecided(KeycloakSession session) {
        return session.getAttribute(DECIDED) != null;
    }

    private boolean mayGoOn(LoginAction action, AuthenticationSessionModel authentication, UserModel user) {
        return action.answers(authentication)
                && new SignInDecision(session, authentication, user, event(authentication)).passes();
    }

    private EventBuilder event(AuthenticationSessionModel authentication) {
        return new EventBuilder(
                        authentication.getRealm(), session, session.getContext().getConnection())
                .detail(Details.CODE_ID, authentication.getParentSession().getId());
    }
}
