package io.github.keycloaktwofactor.session;

import java.util.stream.Stream;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether a sign-in, or the SSO session that it continues, is an impersonation. */
final class Impersonation {

    private static final String IMPERSONATOR = ImpersonationSessionNote.IMPERSONATOR_ID.toString();

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;
    private final UserModel user;
    private final SsoCookie cookie;

    Impersonation(
            KeycloakSession session, AuthenticationSessionModel authentication, UserModel user, SsoCookie cookie) {
        this.session = session;
        this.authentication = authentication;
        this.user = user;
        this.cookie = cookie;
    }

    /** Whether anything indicates impersonation. Enough to refuse, but never to allow anything. */
    boolean isSuspected() {
        if (authentication.getUserSessionNotes().containsKey(IMPERSONATOR)) {
            return true;
        }
        return cookie.wasEnough()
                && cookie.sessions().stream()
                        .map(behind -> new CompletedSignIn(session, behind))
                        .anyMatch(CompletedSignIn::impersonated);
    }

    /** Whether Keycloak itself began the session as an impersonation, which no writer of session notes can forge. */
    boolean isCertain() {
        UserSessionModel behind = cookie.wasEnough() ? cookie.namedSession() : null;
        return (behind != null && new CompletedSignIn(session, behind).begunInTheUsersName())
                || new EvidenceSeal(session)
                        .open(authentication.getUserSessionNotes().get(SignIn.IN_THE_USERS_NAME))
                        .filter(opened -> opened.equals(text()))
                        .isPresent();
    }

    /** Records it: a page in between can make Keycloak create a session without that information. */
    void note() {
        if (isSuspected()) {
            authentication.setUserSessionNote(IMPERSONATOR, impersonator());
        }
        if (isCertain()) {
            authentication.setUserSessionNote(SignIn.IN_THE_USERS_NAME, new EvidenceSeal(session).seal(text()));
        }
    }

    private String text() {
        return SignIn.inTheUsersNameText(user, authentication.getParentSession().getId());
    }

    private String impersonator() {
        String known = authentication.getUserSessionNotes().get(IMPERSONATOR);
        return known != null
                ? known
                : cookie.sessions().stream()
                        .flatMap(behind -> Stream.ofNullable(behind.getNote(IMPERSONATOR)))
                        .findFirst()
                        .orElse("");
    }
}
