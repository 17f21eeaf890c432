package io.github.keycloaktwofactor.page;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Ends an unfinished sign-in, and the SSO session that it may have joined, and redirects to the login page. */
public final class Restart {

    private Restart() {}

    /** Signs the user out. */
    public static Response of(PageContext context) {
        return of(context.session(), context.authentication());
    }

    /** Lets the user sign in again. */
    public static Response again(PageContext context) {
        return again(context.session(), context.authentication());
    }

    /** A redirect to Keycloak's own restart, which signs the joined session out and clears all notes. */
    public static Response of(KeycloakSession session, AuthenticationSessionModel authentication) {
        return redirect(session, authentication, false);
    }

    /**
     * The same for a session that is only too old: with OpenID Connect the user re-authenticates and keeps the session;
     * with other protocols it ends.
     */
    public static Response again(KeycloakSession session, AuthenticationSessionModel authentication) {
        boolean openId = OIDCLoginProtocol.LOGIN_PROTOCOL.equals(authentication.getProtocol());
        if (openId) {
            Prompt.forLogin(authentication);
        }
        return redirect(session, authentication, openId);
    }

    /** Where an expired sign-in starts again; the session that it may have joined is kept. */
    public static URI address(KeycloakSession session, AuthenticationSessionModel authentication) {
        return address(session, authentication, true);
    }

    private static Response redirect(
            KeycloakSession session, AuthenticationSessionModel authentication, boolean keepSession) {
        return Response.seeOther(address(session, authentication, keepSession)).build();
    }

    private static URI address(
            KeycloakSession session, AuthenticationSessionModel authentication, boolean keepSession) {
        UriBuilder restart = UriBuilder.fromUri(Urls.realmLoginRestartPage(
                        session.getContext().getUri().getBaseUri(),
                        authentication.getRealm().getName(),
                        keepSession))
                .queryParam(Constants.CLIENT_ID, "{client}")
                .queryParam(Constants.TAB_ID, "{tab}")
                .queryParam(Constants.CLIENT_DATA, "{data}");
        return restart.build(
                authentication.getClient().getClientId(),
                authentication.getTabId(),
                AuthenticationProcessor.getClientData(session, authentication));
    }
}
