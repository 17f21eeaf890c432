package io.github.keycloaktwofactor.guard;

import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;

/** Which sessions a kind of grant refuses tokens. */
enum GrantRule {
    /** The grant goes on with a session that somebody signed in to. */
    SESSION(Errors.INVALID_TOKEN),

    /** The grant begins a session without any page. */
    SIGN_IN(Errors.NOT_ALLOWED),

    /** The grant makes a token of a token: of this server, whose session then counts, or of another one. */
    EXCHANGE(Errors.INVALID_TOKEN);

    private final String error;

    GrantRule(String error) {
        this.error = error;
    }

    /** The error that the event of a refusal names. */
    String error() {
        return error;
    }

    /** Whether the session may not have the tokens that the grant is about to make. */
    boolean refuses(TokenDoor door, OAuth2GrantType.Context grant, UserSessionModel session) {
        return switch (this) {
            case SESSION -> !isTransient(session) && door.refuses(session);
            case SIGN_IN -> door.refusesSignIn(session);
            case EXCHANGE -> {
                AccessToken token = subjectToken(grant);
                yield token == null ? door.refusesSignIn(session) : refuses(door, grant, token);
            }
        };
    }

    private static boolean refuses(TokenDoor door, OAuth2GrantType.Context grant, AccessToken token) {
        UserSessionModel subject = token.getSessionId() == null ? null : session(grant, token.getSessionId());
        return subject != null && door.refuses(subject);
    }

    /**
     * Keycloak makes a session for the request alone when a token knows none. Such a token is a client's own, or was made
     * by a grant that was refused if it had to be.
     */
    private static boolean isTransient(UserSessionModel session) {
        return session.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT;
    }

    /** The token that is exchanged, or null if this server did not make it. */
    private static @Nullable AccessToken subjectToken(OAuth2GrantType.Context grant) {
        String text = grant.getFormParams().getFirst(OAuth2Constants.SUBJECT_TOKEN);
        return text == null ? null : grant.getSession().tokens().decode(text, AccessToken.class);
    }

    private static @Nullable UserSessionModel session(OAuth2GrantType.Context grant, String id) {
        KeycloakSession session = grant.getSession();
        RealmModel realm = grant.getRealm();
        UserSessionModel online = session.sessions().getUserSession(realm, id);
        return online != null ? online : session.sessions().getOfflineUserSession(realm, id);
    }
}
