package io.github.keycloaktwofactor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** What brought a person here: something that they gave in this sign-in, or the cookie of an earlier one. */
final class Arrival {

    private static final String COOKIE = "two-factor.cookie";

    private static final String IMPERSONATOR = ImpersonationSessionNote.IMPERSONATOR_ID.toString();

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;

    Arrival(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
    }

    boolean byCookieAlone() {
        return AuthenticatorUtil.isSSOAuthentication(authentication);
    }

    /**
     * Whether the cookie brought the person here and nothing was given since. Keycloak says so when the cookie was enough;
     * where a flow steps up from what the cookie is worth, it does not, and a step that asks somebody for nothing, because
     * they have set up nothing, may be all that follows.
     */
    boolean byCookie(boolean marked) {
        return byCookieAlone()
                || (!marked
                        && !somethingGiven()
                        && !askedToSignInAgain()
                        && (authentication.getAuthNote(COOKIE) != null
                                || authentication.getAuthNote(Constants.LOA_MAP) != null
                                || namedByCookie() != null));
    }

    /** Whether the sign-in behind the cookie is older than the given age, or of an age that nobody knows. */
    boolean olderThan(Duration age, Instant now) {
        UserSessionModel behind = namedByCookie();
        String time = behind == null ? null : behind.getNote(AuthenticationManager.AUTH_TIME);
        return time == null
                || Instant.ofEpochSecond(Long.parseLong(time)).plus(age).isBefore(now);
    }

    /** Whether the factor is gone with which the sign-in behind the cookie was verified. */
    boolean outlivedItsFactor() {
        UserSessionModel behind = namedByCookie();
        return behind != null && new PastSignIn(behind).outlivedItsFactor();
    }

    boolean impersonated() {
        if (authentication.getUserSessionNotes().containsKey(IMPERSONATOR)) {
            return true;
        }
        UserSessionModel behind = byCookieAlone() ? sessionBehind() : null;
        return behind != null && new PastSignIn(behind).impersonated();
    }

    /** Remembers it: later requests of this sign-in need not bring the cookie, and may end in another session. */
    void seen(boolean marked) {
        if (impersonated()) {
            // A page in between can make Keycloak begin a session that would know nothing of it.
            authentication.setUserSessionNote(IMPERSONATOR, impersonator());
        }
        if (byCookie(marked)) {
            authentication.setAuthNote(COOKIE, "true");
        }
    }

    Optional<String> identityProvider() {
        return byCookieAlone()
                ? Optional.empty()
                : Optional.ofNullable(authentication.getUserSessionNotes().get(Details.IDENTITY_PROVIDER));
    }

    boolean passwordAccepted() {
        return AuthenticatorUtil.isPasswordValidated(authentication)
                && identityProvider().isEmpty();
    }

    /** The session that the sign-in would join, if it is the user's. */
    @Nullable
    UserSessionModel joinedSession() {
        UserSessionModel joined = session.sessions()
                .getUserSession(
                        authentication.getRealm(),
                        authentication.getParentSession().getId());
        // The cookie may belong to somebody else who signed in before in this browser.
        return joined != null
                        && joined.getUser() != null
                        && user.getId().equals(joined.getUser().getId())
                ? joined
                : null;
    }

    /** Whether this sign-in knows of a credential, a provider or a mail that it rests on. */
    private boolean somethingGiven() {
        return passwordAccepted()
                || !AuthenticatorUtil.getAuthnCredentials(authentication).isEmpty()
                || identityProvider().isPresent()
                || authentication.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null;
    }

    /** No cookie is enough then. */
    private boolean askedToSignInAgain() {
        return AuthenticatorUtil.isForcedReauthentication(authentication)
                || TokenUtil.hasPrompt(
                        authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM),
                        OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }

    private String impersonator() {
        String known = authentication.getUserSessionNotes().get(IMPERSONATOR);
        UserSessionModel behind = known == null ? sessionBehind() : null;
        String id = behind == null ? known : behind.getNote(IMPERSONATOR);
        return id == null ? "" : id;
    }

    /** The session that the sign-in would join or, where there is none, the one that its cookie names. */
    private @Nullable UserSessionModel sessionBehind() {
        UserSessionModel joined = joinedSession();
        return joined == null ? namedByCookie() : joined;
    }

    private @Nullable UserSessionModel namedByCookie() {
        return IdentityCookie.session(session, authentication.getRealm(), user);
    }
}
