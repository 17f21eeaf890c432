package io.github.keycloaktwofactor.grant;

import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Errors;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;

/** Which sessions get tokens, by kind of grant. */
enum GrantRule {
    /** The grant continues an existing session. */
    SESSION(Errors.INVALID_TOKEN),

    /** The same with a token in the request; if only a decision is requested, no token is issued. */
    PERMISSION(Errors.INVALID_TOKEN),

    /** The grant starts a session without a page. */
    SIGN_IN(Errors.NOT_ALLOWED),

    /** The grant exchanges a token of this server, whose session then counts, or of another one. */
    EXCHANGE(Errors.INVALID_TOKEN);

    private final String error;

    GrantRule(String error) {
        this.error = error;
    }

    /** The error in the event of a refusal. */
    String error() {
        return error;
    }

    /**
     * The session behind the token that is exchanged. Must be read before Keycloak may replace it with a transient copy, which
     * starts now.
     */
    @Nullable
    UserSessionModel subject(OAuth2GrantType.Context grant) {
        AccessToken token = this == EXCHANGE ? subjectToken(grant) : null;
        return token == null ? null : Bearer.session(grant, token);
    }

    /**
     * Whether the session may get the tokens of the grant.
     *
     * @param subject as {@link #subject} found it
     */
    TokenDecision decide(
            TokenPolicy tokenPolicy,
            OAuth2GrantType.Context grant,
            @Nullable UserSessionModel subject,
            UserSessionModel session) {
        return switch (this) {
            case SESSION, PERMISSION -> tokenPolicy.ofSession(session);
            case SIGN_IN -> tokenPolicy.ofSignIn(session);
            case EXCHANGE -> {
                if (subject != null) {
                    yield tokenPolicy.ofSession(subject);
                }
                // Keycloak creates a transient session for a token without one.
                yield subjectToken(grant) == null ? tokenPolicy.ofSignIn(session) : tokenPolicy.ofSession(session);
            }
        };
    }

    /** The token that is exchanged; null if this server did not issue it. */
    private static @Nullable AccessToken subjectToken(OAuth2GrantType.Context grant) {
        String text = grant.getFormParams().getFirst(OAuth2Constants.SUBJECT_TOKEN);
        return text == null ? null : grant.getSession().tokens().decode(text, AccessToken.class);
    }
}
