package io.github.keycloaktwofactor.factor;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.theme.Theme;

/** Ends a request that would have changed a factor, with an error that users see and that is no server error. */
final class RefusedChange {

    private final KeycloakSession session;
    private final UserModel user;

    RefusedChange(KeycloakSession session, UserModel user) {
        this.session = session;
        this.user = user;
    }

    /** In the user's language: Keycloak's pages for keys show the exception's message, and raise the event. */
    WebApplicationException asText(ChangeObstacle obstacle) {
        return new ForbiddenException(text(obstacle));
    }

    /** As Keycloak's error page, for callers that would report any other exception as a server error. */
    WebApplicationException asPage(ChangeObstacle obstacle, String credentialType) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (authentication == null) {
            return asText(obstacle);
        }
        new EventBuilder(
                        session.getContext().getRealm(),
                        session,
                        session.getContext().getConnection())
                .event(EventType.UPDATE_CREDENTIAL)
                .client(authentication.getClient())
                .user(user)
                .detail(Details.CREDENTIAL_TYPE, credentialType)
                .error(Errors.NOT_ALLOWED);
        session.getTransactionManager().setRollbackOnly();
        return new ErrorPageException(session, authentication, Response.Status.FORBIDDEN, obstacle.message());
    }

    private String text(ChangeObstacle obstacle) {
        Locale locale = session.getContext().resolveLocale(user);
        try {
            String text = session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(session.getContext().getRealm(), locale)
                    .getProperty(obstacle.message(), obstacle.message());
            return new MessageFormat(text, locale).format(new Object[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
