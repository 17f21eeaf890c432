package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.guard.OpenPages;
import io.github.keycloaktwofactor.guard.SignInDecision;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.cookie.CookieType;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * The decision before a protocol responds to an application. A refused sign-in leaves nothing: what the request stored
 * is rolled back, and its cookies are not sent. The identity cookie above all, which is already signed and names a
 * session that could still be created.
 */
final class Exit {

    private final KeycloakSession session;
    private final EventBuilder event;
    private final AuthenticationSessionModel authentication;
    private final UserSessionModel userSession;

    Exit(
            KeycloakSession session,
            EventBuilder event,
            AuthenticationSessionModel authentication,
            UserSessionModel userSession) {
        this.session = session;
        this.event = event;
        this.authentication = authentication;
        this.userSession = userSession;
    }

    /**
     * The protocol's response if the sign-in has passed; otherwise a page, or the protocol's error if no page can be
     * shown.
     *
     * @param error creates the protocol's error response
     */
    Response answer(
            ClientSessionContext client, Supplier<Response> answer, Function<LoginProtocol.Error, Response> error) {
        return refused(client) ? refuse(passive() ? error : null) : passed(answer);
    }

    /** The same for a protocol that never shows a page. */
    Response answerWithoutPage(ClientSessionContext client, Supplier<Response> answer, Supplier<Response> error) {
        return refused(client) ? refuse(why -> error.get()) : passed(answer);
    }

    private Response passed(Supplier<Response> answer) {
        OpenPages.keepOthers(authentication);
        return answer.get();
    }

    private boolean refused(ClientSessionContext client) {
        boolean byCookieAlone = AuthenticationManager.isSSOAuthentication(client.getClientSession());
        try {
            return !decision().mayAnswerFrom(userSession, byCookieAlone);
        } catch (RuntimeException e) {
            session.getTransactionManager().setRollbackOnly();
            dropCookies();
            throw e;
        }
    }

    private SignInDecision decision() {
        return new SignInDecision(session, authentication, userSession.getUser(), event);
    }

    private Response refuse(@Nullable Function<LoginProtocol.Error, Response> error) {
        session.getTransactionManager().setRollbackOnly();
        try {
            Refusal.EXIT.tell(event.clone().session((String) null), authentication, userSession.getUser());
            neverSignedIn();
            // A session that existed before may keep in memory what the rollback undoes.
            decision().withdrawFrom(userSession);
            return error == null
                    ? RefusedPage.of(session, authentication)
                    : error.apply(LoginProtocol.Error.PASSIVE_INTERACTION_REQUIRED);
        } finally {
            dropCookies();
        }
    }

    /** After the response, Keycloak would report the login with this same event. */
    private void neverSignedIn() {
        event.event(EventType.LOGIN_ERROR).getEvent().setError(Errors.NOT_ALLOWED);
    }

    private boolean passive() {
        return Boolean.parseBoolean(authentication.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN))
                || TokenUtil.hasPrompt(
                        authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM),
                        OIDCLoginProtocol.PROMPT_VALUE_NONE);
    }

    /** Replaces all cookies of the response with one that expires the browser's identity cookie, if it has one. */
    private void dropCookies() {
        String path = RealmsResource.realmBaseUrl(session.getContext().getUri())
                .path("/")
                .build(authentication.getRealm().getName())
                .getRawPath();
        session.getContext()
                .getHttpResponse()
                .setHeader(
                        HttpHeaders.SET_COOKIE,
                        CookieType.IDENTITY.getName() + "=; Path=" + path + "; Max-Age=0; HttpOnly");
    }
}
