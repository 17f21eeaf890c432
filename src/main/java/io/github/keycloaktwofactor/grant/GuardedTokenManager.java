package io.github.keycloaktwofactor.grant;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Checks the policy where every grant of Keycloak's builds its response: after client, token, its key and consent were
 * checked, and before anything is sent.
 */
final class GuardedTokenManager extends TokenManager {

    private static final String REFUSAL = "Two-factor authentication is required";

    private final OAuth2GrantType.Context grant;
    private final GrantRule rule;
    private final TokenPolicy tokenPolicy;
    private final @Nullable UserSessionModel subject;

    GuardedTokenManager(OAuth2GrantType.Context grant, GrantRule rule, TokenPolicy tokenPolicy) {
        this.grant = grant;
        this.rule = rule;
        this.tokenPolicy = tokenPolicy;
        this.subject = rule.subject(grant);
    }

    @Override
    public AccessTokenResponseBuilder responseBuilder(
            RealmModel realm,
            ClientModel client,
            EventBuilder event,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        check(userSession);
        return super.responseBuilder(realm, client, event, session, userSession, clientSession);
    }

    /** With refresh token rotation, a refused token must not count as used. */
    @Override
    public void validateTokenReuse(
            KeycloakSession session,
            RealmModel realm,
            AccessToken token,
            AuthenticatedClientSessionModel clientSession,
            boolean refresh)
            throws OAuthErrorException {
        super.validateTokenReuse(session, realm, token, clientSession, refresh);
        if (refresh) {
            check(clientSession.getUserSession());
        }
    }

    /** Permissions can be requested without a token in the response, which would skip this check. */
    GuardedTokenManager beforeDecision() {
        if (rule == GrantRule.PERMISSION && grant.getFormParams().containsKey("response_mode")) {
            Bearer.of(grant).forEach(this::check);
        }
        return this;
    }

    private void check(AccessToken bearer) {
        UserSessionModel known = Bearer.session(grant, bearer);
        if (known != null) {
            check(known);
        } else if (bearer.getSessionId() == null) {
            UserModel user = lookupUserFromStatelessToken(grant.getSession(), grant.getRealm(), bearer);
            check(user == null ? TokenDecision.ACCEPTED : tokenPolicy.ofUser(user), user);
        }
    }

    private void check(UserSessionModel session) {
        check(rule.decide(tokenPolicy, grant, subject, session), session.getUser());
    }

    private void check(TokenDecision decision, @Nullable UserModel user) {
        if (decision.reportTo(grant.getEvent()) == TokenDecision.REFUSED) {
            grant.getEvent().user(user).detail(Details.REASON, REFUSAL).error(rule.error());
            // Nothing of the request may be stored, such as a new session or a consent.
            grant.getSession().getTransactionManager().setRollbackOnly();
            throw new CorsErrorResponseException(
                    grant.getCors(), OAuthErrorException.INVALID_GRANT, REFUSAL, Response.Status.BAD_REQUEST);
        }
    }
}
