package io.github.keycloaktwofactor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The SSO session that a browser has by its cookies: the one that a sign-in would join, and the one that the identity
 * cookie names.
 */
final class SsoCookie {

    /**
     * User-session note: when the sign-in behind a cookie took place, in epoch seconds. A flow that steps up without
     * asking for anything makes Keycloak's own note as recent as if a password had been given.
     */
    private static final String SINCE = "two-factor.since";

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;

    private final Once<Optional<UserSessionModel>> joined = new Once<>(this::findJoined);
    private final Once<Optional<UserSessionModel>> named = new Once<>(this::findNamed);

    SsoCookie(KeycloakSession session, AuthenticationSessionModel authentication, UserModel user) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
    }

    /** Whether Keycloak recorded that the cookie was enough. */
    boolean wasEnough() {
        return AuthenticatorUtil.isSSOAuthentication(authentication);
    }

    /** The session that the sign-in would join, if it is the user's. */
    @Nullable
    UserSessionModel joinedSession() {
        return joined.get().orElse(null);
    }

    private Optional<UserSessionModel> findJoined() {
        UserSessionModel found = session.sessions()
                .getUserSession(
                        authentication.getRealm(),
                        authentication.getParentSession().getId());
        // The cookie may belong to another user who signed in before in this browser.
        return found != null
                        && found.getUser() != null
                        && user.getId().equals(found.getUser().getId())
                ? Optional.of(found)
                : Optional.empty();
    }

    /** The session that the identity cookie names, if it is the user's. */
    @Nullable
    UserSessionModel namedSession() {
        return named.get().orElse(null);
    }

    private Optional<UserSessionModel> findNamed() {
        return Optional.ofNullable(IdentityCookie.session(session, authentication.getRealm(), user));
    }

    /** The session that the identity cookie names, if it is the one that the sign-in would join; null otherwise. */
    @Nullable
    UserSessionModel session() {
        UserSessionModel joined = joinedSession();
        UserSessionModel named = namedSession();
        return joined != null && named != null && joined.getId().equals(named.getId()) ? joined : null;
    }

    /** The session that the sign-in would join and the one that its cookie names; one if they are the same. */
    List<UserSessionModel> sessions() {
        List<UserSessionModel> sessions = new ArrayList<>(2);
        joined.get().ifPresent(sessions::add);
        named.get().filter(behind -> session() == null).ifPresent(sessions::add);
        return sessions;
    }

    /** Whether there is a live session to join that the identity cookie does not name. */
    boolean joinsUnnamedSession() {
        UserSessionModel joined = joinedSession();
        return joined != null
                && AuthenticationManager.isSessionValid(authentication.getRealm(), joined)
                && session() == null;
    }

    /**
     * Whether the sign-in behind the cookie is older than the given age, or its age is unknown: a provider can report a
     * time in the future.
     */
    boolean olderThan(Duration age, Instant now) {
        UserSessionModel behind = namedSession();
        String time = behind == null ? null : time(behind);
        Instant at = time == null ? null : Instant.ofEpochSecond(Long.parseLong(time));
        return at == null || at.plus(age).isBefore(now) || at.isAfter(now.plus(SignIn.CLOCKS_APART));
    }

    /** Whether the factor that verified the sign-in behind the cookie has been removed. */
    boolean outlivedItsFactor() {
        UserSessionModel behind = namedSession();
        return behind != null && new CompletedSignIn(session, behind).outlivedItsFactor();
    }

    /**
     * Records for the user session how old the sign-in is that it continues.
     *
     * @param goesOn whether a cookie identified the user, and nothing was presented since
     */
    void noteAge(boolean goesOn) {
        // Keycloak cannot remove a single note; an empty one counts as none.
        String since = goesOn ? oldest() : "";
        if (since != null) {
            authentication.setUserSessionNote(SINCE, since.isEmpty() ? since : sealed(since));
        }
    }

    /** Time of the oldest sign-in that the browser's cookies may stand for; null if unknown. */
    private @Nullable String oldest() {
        return sessions().stream()
                .flatMap(behind -> Stream.ofNullable(time(behind)))
                .min(Comparator.comparingLong(Long::parseLong))
                .orElse(null);
    }

    /** Null if unknown: also if something else has written the note that makes a session older. */
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
