package io.github.keycloaktwofactor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The SSO session that a browser brings by its cookies: the one that a sign-in would join, and the one that is named. */
final class SsoCookie {

    /**
     * User-session note: when the sign-in was that a cookie stands for, in seconds. A flow that steps up and asks somebody
     * for nothing makes Keycloak's own note as young as if a password had been given.
     */
    private static final String SINCE = "two-factor.since";

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;

    SsoCookie(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
    }

    /** Whether Keycloak says that the cookie was enough. */
    boolean wasEnough() {
        return AuthenticatorUtil.isSSOAuthentication(authentication);
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

    /** The session that the identity cookie names, if it is the user's. */
    @Nullable
    UserSessionModel namedSession() {
        return IdentityCookie.session(session, authentication.getRealm(), user);
    }

    /** The session that the identity cookie names, if it is the one that the sign-in would join; null otherwise. */
    @Nullable
    UserSessionModel session() {
        UserSessionModel joined = joinedSession();
        UserSessionModel named = namedSession();
        return joined != null && named != null && joined.getId().equals(named.getId()) ? joined : null;
    }

    /** The session that the sign-in would join and the one that its cookie names; most often they are the same. */
    Stream<UserSessionModel> sessions() {
        return Stream.of(Optional.ofNullable(joinedSession()), Optional.ofNullable(namedSession()))
                .flatMap(Optional::stream);
    }

    /** Whether there is a live session to join that the identity cookie does not name. */
    boolean joinsUnnamedSession() {
        UserSessionModel joined = joinedSession();
        return joined != null
                && AuthenticationManager.isSessionValid(authentication.getRealm(), joined)
                && session() == null;
    }

    /** Whether the sign-in behind the cookie is older than the given age, or of an age that nobody knows: a provider can name a time in the future. */
    boolean olderThan(Duration age, Instant now) {
        UserSessionModel behind = namedSession();
        String time = behind == null ? null : time(behind);
        Instant at = time == null ? null : Instant.ofEpochSecond(Long.parseLong(time));
        return at == null || at.plus(age).isBefore(now) || at.isAfter(now.plus(SignIn.CLOCKS_APART));
    }

    /** Whether the factor is gone with which the sign-in behind the cookie was verified. */
    boolean outlivedItsFactor() {
        UserSessionModel behind = namedSession();
        return behind != null && new CompletedSignIn(session, behind).outlivedItsFactor();
    }

    /**
     * Notes for the user session how old the sign-in is that it goes on from.
     *
     * @param goesOn whether the cookie brought the user here, and nothing was given since
     */
    void noteAge(boolean goesOn) {
        // Keycloak cannot take a single note back; an empty one is none.
        String since = goesOn ? oldest() : "";
        if (since != null) {
            authentication.setUserSessionNote(SINCE, since.isEmpty() ? since : sealed(since));
        }
    }

    /** When the oldest sign-in was that the cookies of this browser may stand for; null where nobody knows. */
    private @Nullable String oldest() {
        return sessions()
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
}
