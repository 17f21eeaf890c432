package io.github.keycloaktwofactor.session;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** A sign-in that is complete, as far as its session, online or offline, remembers the second factor. */
public final class CompletedSignIn {

    /** How Keycloak's token exchange names a session that it began for a user on somebody else's behalf. */
    private static final String IMPERSONATING = "impersonate";

    private final KeycloakSession keycloak;
    private final UserSessionModel session;

    public CompletedSignIn(KeycloakSession keycloak, UserSessionModel session) {
        this.keycloak = keycloak;
        this.session = session;
    }

    /** The evidence of the session's own user, who still has the credential that it rests on. */
    public Optional<Evidence> evidence() {
        return new EvidenceSeal(keycloak)
                .open(session.getNote(SignIn.NOTE))
                .flatMap(Evidence::parse)
                .filter(this::isOfTheSession)
                .filter(evidence -> LivingEvidence.lives(evidence, session.getUser()));
    }

    /**
     * Whether the session was verified once and is not any more: the factor behind it was taken away, by an administrator
     * for instance.
     */
    boolean outlivedItsFactor() {
        return leftEvidence() && evidence().isEmpty();
    }

    /** Whether a second factor was ever passed in the session, whatever has become of it since. */
    private boolean leftEvidence() {
        String note = session.getNote(SignIn.NOTE);
        return note != null && !note.isEmpty();
    }

    /**
     * Whether nobody has passed a second factor in the session and it began before the given time. Only the server writes
     * when a session began, online or offline.
     */
    public boolean unverifiedSinceBefore(Instant time) {
        return !leftEvidence() && Instant.ofEpochSecond(session.getStarted()).isBefore(time);
    }

    /**
     * Whether Keycloak's own OTP form was passed in the session, with an authenticator that its user still has. A session in
     * which the guard has asked for a second factor has evidence, and that alone counts.
     */
    public boolean passedStockOtp() {
        return !leftEvidence() && !impersonated() && new StockOtp(session).passed();
    }

    /** Whether a password of the session's own user is known to have been used. */
    public boolean passwordAccepted() {
        return new EvidenceSeal(keycloak)
                .open(session.getNote(SignIn.PASSWORD))
                .filter(SignIn.passwordText(session.getUser(), session.getId())::equals)
                .isPresent();
    }

    /** Alias of the identity provider that the sign-in came through. */
    public Optional<String> identityProvider() {
        return Optional.ofNullable(session.getNote(Details.IDENTITY_PROVIDER));
    }

    /**
     * Whether anything says that an administrator, or a client that may do so, stands behind the session. Enough to refuse a
     * change, and to no more: a mapper can write Keycloak's note of it.
     */
    public boolean impersonated() {
        return session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null || begunInTheUsersName();
    }

    /** Whether Keycloak itself began the session in the user's name, or one that this session goes on from. */
    public boolean begunInTheUsersName() {
        return IMPERSONATING.equals(session.getAuthMethod())
                || new EvidenceSeal(keycloak)
                        .open(session.getNote(SignIn.IN_THE_USERS_NAME))
                        .filter(SignIn.inTheUsersNameText(session.getUser(), session.getId())::equals)
                        .isPresent();
    }

    /**
     * Takes evidence back out of the session, if it is the given one.
     *
     * @param left the note of the sign-in that left it, if that has any
     */
    public void withdraw(@Nullable String left) {
        if (left != null && left.equals(session.getNote(SignIn.NOTE))) {
            session.removeNote(SignIn.NOTE);
        }
    }

    private boolean isOfTheSession(Evidence evidence) {
        return evidence.userId().equals(session.getUser().getId())
                && evidence.sessionId().equals(session.getId());
    }
}
