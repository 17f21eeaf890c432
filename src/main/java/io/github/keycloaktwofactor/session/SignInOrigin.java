package io.github.keycloaktwofactor.session;

import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** What identified the user: something that they presented in this sign-in, or the cookie of an earlier one. */
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
     * Whether a cookie identified the user and nothing was presented since. Keycloak records it if the cookie was
     * enough, but not if the flow steps up from the cookie's level; the only step that follows may then ask for
     * nothing, because the user has set up nothing.
     */
    boolean byCookie(boolean verified) {
        return cookie.wasEnough() || (!verified && !given.any() && !askedToSignInAgain() && broughtACookie());
    }

    /** Whether only a mailed link was presented, and it is not meant for setting up a first factor. */
    boolean byMailedLinkAlone(boolean verified) {
        return !verified && !cookie.wasEnough() && given.onlyMailedLink();
    }

    /** Records it: later requests of this sign-in may come without the cookie, and may end in another session. */
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

    /** In that case no cookie is enough. */
    private boolean askedToSignInAgain() {
        return AuthenticatorUtil.isForcedReauthentication(authentication)
                || TokenUtil.hasPrompt(
                        authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM),
                        OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }
}
