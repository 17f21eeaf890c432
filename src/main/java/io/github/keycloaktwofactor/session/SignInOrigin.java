package io.github.keycloaktwofactor.session;

import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** What brought a person here: something that they gave in this sign-in, or the cookie of an earlier one. */
final class SignInOrigin {

    private final AuthenticationSessionModel authentication;
    private final SsoCookie cookie;
    private final GivenCredentials given;
    private final Impersonation impersonation;

    SignInOrigin(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user) {
        this.authentication = authentication;
        this.cookie = new SsoCookie(session, authentication, user);
        this.given = new GivenCredentials(authentication, user, cookie);
        this.impersonation = new Impersonation(session, authentication, user, cookie);
    }

    SsoCookie cookie() {
        return cookie;
    }

    GivenCredentials given() {
        return given;
    }

    Impersonation impersonation() {
        return impersonation;
    }

    /**
     * Whether the cookie brought the person here and nothing was given since. Keycloak says so when the cookie was enough;
     * where a flow steps up from what the cookie is worth, it does not, and a step that asks somebody for nothing, because
     * they have set up nothing, may be all that follows.
     */
    boolean byCookie(boolean verified) {
        return cookie.wasEnough() || (!verified && !given.any() && !askedToSignInAgain() && broughtACookie());
    }

    /** Whether nothing was given but a mailed link that is for something else than a first factor. */
    boolean byMailedLinkAlone(boolean verified) {
        return !verified && !cookie.wasEnough() && given.onlyMailedLink();
    }

    /** Remembers it: later requests of this sign-in need not bring the cookie, and may end in another session. */
    void seen(boolean verified) {
        impersonation.note();
        boolean byCookie = byCookie(verified);
        if (byCookie) {
            SignInNote.BY_COOKIE.put(authentication);
        }
        if (!cookie.wasEnough()) {
            cookie.noteAge(byCookie);
        }
    }

    private boolean broughtACookie() {
        return SignInNote.BY_COOKIE.isIn(authentication) || stepsUp() || cookie.namedSession() != null;
    }

    private boolean stepsUp() {
        return authentication.getAuthNote(Constants.LOA_MAP) != null && cookie.joinedSession() != null;
    }

    /** No cookie is enough then. */
    private boolean askedToSignInAgain() {
        return AuthenticatorUtil.isForcedReauthentication(authentication)
                || TokenUtil.hasPrompt(
                        authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM),
                        OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }
}
