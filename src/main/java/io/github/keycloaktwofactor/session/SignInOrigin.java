package io.github.keycloaktwofactor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.events.Details;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** What brought a person here: something that they gave in this sign-in, or the cookie of an earlier one. */
final class SignInOrigin {

    /**
     * User-session note: when the sign-in was that a cookie stands for, in seconds. A flow that steps up and asks somebody
     * for nothing makes Keycloak's own note as young as if a password had been given.
     */
    private static final String SINCE = "two-factor.since";

    private static final String IMPERSONATOR = ImpersonationSessionNote.IMPERSONATOR_ID.toString();

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;

    SignInOrigin(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user) {
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
    boolean byCookie(boolean verified) {
        return byCookieAlone()
                || (!verified
                        && !somethingGiven()
                        && !askedToSignInAgain()
                        && (SignInNote.BY_COOKIE.isIn(authentication)
                                || (authentication.getAuthNote(Constants.LOA_MAP) != null && joinedSession() != null)
                                || namedByCookie() != null));
    }

    /** Whether nothing was given but a mailed link that is for something else than a first factor. */
    boolean byMailedLinkAlone(boolean marked) {
        return !marked
                && !byCookieAlone()
                && MailedLink.in(authentication, user).isPresent()
                && !user.getId().equals(SignInNote.MORE_THAN_A_LINK.in(authentication))
                && !somethingGiven();
    }

    /** To be called after the flow: a user who is here without a link, or by one that is enough, has come through it. */
    void atVerification() {
        if (MailedLink.in(authentication, user)
                .filter(link -> !link.standsForFirstFactor())
                .isEmpty()) {
            SignInNote.MORE_THAN_A_LINK.put(authentication, user.getId());
        }
    }

    void choseFirstPassword() {
        SignInNote.MORE_THAN_A_LINK.put(authentication, user.getId());
    }

    /** Whether the sign-in behind the cookie is older than the given age, or of an age that nobody knows: a provider can name a time in the future. */
    boolean olderThan(Duration age, Instant now) {
        UserSessionModel behind = namedByCookie();
        String time = behind == null ? null : time(behind);
        Instant at = time == null ? null : Instant.ofEpochSecond(Long.parseLong(time));
        return at == null || at.plus(age).isBefore(now) || at.isAfter(now.plus(SignIn.CLOCKS_APART));
    }

    /** Whether the factor is gone with which the sign-in behind the cookie was verified. */
    boolean outlivedItsFactor() {
        UserSessionModel behind = namedByCookie();
        return behind != null && new CompletedSignIn(session, behind).outlivedItsFactor();
    }

    boolean begunInTheUsersName() {
        UserSessionModel behind = byCookieAlone() ? namedByCookie() : null;
        return (behind != null && new CompletedSignIn(session, behind).begunInTheUsersName())
                || new EvidenceSeal(session)
                        .open(authentication.getUserSessionNotes().get(SignIn.IN_THE_USERS_NAME))
                        .filter(SignIn.inTheUsersNameText(
                                user, authentication.getParentSession().getId())::equals)
                        .isPresent();
    }

    /** Whether there is a live session to join that the identity cookie does not name. */
    boolean joinsUnnamedSession() {
        UserSessionModel joined = joinedSession();
        return joined != null
                && AuthenticationManager.isSessionValid(authentication.getRealm(), joined)
                && sessionOfCookie() == null;
    }

    boolean impersonated() {
        if (authentication.getUserSessionNotes().containsKey(IMPERSONATOR)) {
            return true;
        }
        return byCookieAlone()
                && sessionsBehind()
                        .map(behind -> new CompletedSignIn(session, behind))
                        .anyMatch(CompletedSignIn::impersonated);
    }

    /** Remembers it: later requests of this sign-in need not bring the cookie, and may end in another session. */
    void seen(boolean verified) {
        if (impersonated()) {
            // A page in between can make Keycloak begin a session that would know nothing of it.
            authentication.setUserSessionNote(IMPERSONATOR, impersonator());
        }
        if (begunInTheUsersName()) {
            authentication.setUserSessionNote(
                    SignIn.IN_THE_USERS_NAME,
                    new EvidenceSeal(session)
                            .seal(SignIn.inTheUsersNameText(
                                    user, authentication.getParentSession().getId())));
        }
        boolean byCookie = byCookie(verified);
        if (byCookie) {
            SignInNote.BY_COOKIE.put(authentication);
        }
        if (!byCookieAlone()) {
            // Keycloak cannot take a single note back; an empty one is none.
            String since = byCookie ? oldest() : "";
            if (since != null) {
                authentication.setUserSessionNote(SINCE, since.isEmpty() ? since : sealed(since));
            }
        }
    }

    Optional<String> identityProvider() {
        return byCookieAlone()
                ? Optional.empty()
                : Optional.ofNullable(authentication.getUserSessionNotes().get(Details.IDENTITY_PROVIDER));
    }

    /**
     * Whether a provider has named the user, and a flow of the provider's own is still to be passed. Keycloak leaves the
     * steps of the flow before it as they are, no matter who took them, and a browser need not go where it is sent.
     */
    boolean atProvidersFlow() {
        return authentication.getAuthNote(PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT) != null;
    }

    boolean passwordAccepted() {
        return AuthenticatorUtil.isPasswordValidated(authentication)
                && identityProvider().isEmpty()
                && !atProvidersFlow();
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

    /** The session that the identity cookie names, if it is the one that the sign-in would join; null otherwise. */
    @Nullable
    UserSessionModel sessionOfCookie() {
        UserSessionModel joined = joinedSession();
        UserSessionModel named = namedByCookie();
        return joined != null && named != null && joined.getId().equals(named.getId()) ? joined : null;
    }

    /** Whether this sign-in knows of a credential, a provider or a mail that it rests on. */
    private boolean somethingGiven() {
        return passwordAccepted()
                || !AuthenticatorUtil.getAuthnCredentials(authentication).isEmpty()
                || identityProvider().isPresent()
                || atProvidersFlow()
                || MailedLink.in(authentication, user)
                        .filter(MailedLink::standsForFirstFactor)
                        .isPresent();
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
        return known != null
                ? known
                : sessionsBehind()
                        .flatMap(behind -> Stream.ofNullable(behind.getNote(IMPERSONATOR)))
                        .findFirst()
                        .orElse("");
    }

    /** When the oldest sign-in was that the cookies of this browser may stand for; null where nobody knows. */
    private @Nullable String oldest() {
        return sessionsBehind()
                .flatMap(behind -> Stream.ofNullable(time(behind)))
                .min(Comparator.comparingLong(Long::parseLong))
                .orElse(null);
    }

    /** Null where nobody knows: also where somebody else has written the note that makes a session older. */
    private @Nullable String time(UserSessionModel past) {
        String since = past.getNote(SINCE);
        return since == null || since.isEmpty()
                ? past.getNote(AuthenticationManager.AUTH_TIME)
                : new EvidenceSeal(session)
                        .open(since)
                        .filter(text -> text.matches("since\\|\\d{1,12}"))
                        .map(text -> text.substring(text.indexOf('|') + 1))
                        .orElse(null);
    }

    private String sealed(String since) {
        return new EvidenceSeal(session).seal("since|" + since);
    }

    /** The session that the sign-in would join and the one that its cookie names; most often they are the same. */
    private Stream<UserSessionModel> sessionsBehind() {
        return Stream.of(Optional.ofNullable(joinedSession()), Optional.ofNullable(namedByCookie()))
                .flatMap(Optional::stream);
    }

    private @Nullable UserSessionModel namedByCookie() {
        return IdentityCookie.session(session, authentication.getRealm(), user);
    }
}
