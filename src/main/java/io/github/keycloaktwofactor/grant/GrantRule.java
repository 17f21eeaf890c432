package io.github.keycloaktwofactor.grant;

import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Errors;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;

/** Which sessions a kind of grant refuses tokens. */
enum GrantRule {
    /** The grant goes on with a session that somebody signed in to. */
    SESSION(Errors.INVALID_TOKEN),

    /** The same, by a token that the request carries; where only a decision is wanted, no token is made. */
    PERMISSION(Errors.INVALID_TOKEN),

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

    /**
     * The session behind the token that is exchanged. To be asked before Keycloak is, which may put a copy for the request
     * alone in its place: that one begins now.
     */
    @Nullable
    UserSessionModel subject(OAuth2GrantType.Context grant) {
        AccessToken token = this == EXCHANGE ? subjectToken(grant) : null;
        return token == null ? null : Bearer.session(grant, token);
    }

    /**
     * Whether the session may not have the tokens that the grant is about to make.
     *
     * @param subject as {@link #subject} found it
     */
    boolean refuses(
            TokenPolicy tokenPolicy,
            OAuth2GrantType.Context grant,
            @Nullable UserSessionModel subject,
            UserSessionModel session) {
        return switch (this) {
            case SESSION, PERMISSION -> tokenPolicy.refuses(session);
            case SIGN_IN -> tokenPolicy.refusesSignIn(session);
            case EXCHANGE -> {
                if (subject != null) {
                    yield tokenPolicy.refuses(subject);
                }
                // Keycloak makes a session for the request alone when a token knows none.
                yield subjectToken(grant) == null ? tokenPolicy.refusesSignIn(session) : tokenPolicy.refuses(session);
            }
        };
    }

    /** The token that is exchanged, or null if this server did not make it. */
    private static @Nullable AccessToken subjectToken(OAuth2GrantType.Context grant) {
        String text = grant.getFormParams().getFirst(OAuth2Constants.SUBJECT_TOKEN);
        return text == null ? null : grant.getSession().tokens().decode(text, AccessToken.class);
    }
}
