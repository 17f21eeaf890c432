package io.github.keycloaktwofactor.session;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** A completed sign-in, as recorded in its user session, online or offline. */
public final class CompletedSignIn {

    /** The value by which Keycloak's token exchange marks an impersonation session. */
    private static final String IMPERSONATING = "impersonate";

    private final KeycloakSession keycloak;
    private final UserSessionModel session;

    public CompletedSignIn(KeycloakSession keycloak, UserSessionModel session) {
        this.keycloak = keycloak;
        this.session = session;
    }

    /** The evidence of the session's own user, if the credential that it rests on still exists. */
    public Optional<Evidence> evidence() {
        return new EvidenceSeal(keycloak)
                .open(session.getNote(SignIn.NOTE))
                .flatMap(Evidence::parse)
                .filter(this::isOfTheSession)
                .filter(evidence -> LivingEvidence.lives(evidence, session.getUser()));
    }

    /**
     * Whether the session was verified and no longer is: the factor behind it was removed, for example by an
     * administrator.
     */
    boolean outlivedItsFactor() {
        return leftEvidence() && evidence().isEmpty();
    }

    /** Whether a second factor was ever passed in the session, whatever has happened to it since. */
    private boolean leftEvidence() {
        String note = session.getNote(SignIn.NOTE);
        return note != null && !note.isEmpty();
    }

    /**
     * Whether no second factor was ever passed in the session and it began before the given time. Only the server sets
     * the start time of a session, online or offline.
     */
    public boolean unverifiedSinceBefore(Instant time) {
        return !leftEvidence() && Instant.ofEpochSecond(session.getStarted()).isBefore(time);
    }

    /**
     * Whether Keycloak's own OTP form was passed in the session, with an authenticator that its user still has. A
     * session in which the guard has asked for a second factor has evidence, and only that counts.
     */
    public boolean passedStockOtp() {
        return !leftEvidence() && !impersonated() && new StockOtp(session).passed();
    }

    /** Whether the password of the session's own user is known to have been used. */
    public boolean passwordAccepted() {
        return new EvidenceSeal(keycloak)
                .open(session.getNote(SignIn.PASSWORD))
                .filter(text -> text.equals(SignIn.passwordText(session.getUser(), session.getId())))
                .isPresent();
    }

    /** Alias of the identity provider of the sign-in. */
    public Optional<String> identityProvider() {
        return Optional.ofNullable(session.getNote(Details.IDENTITY_PROVIDER));
    }

    /**
     * Whether anything indicates impersonation, by an administrator or by a client that may do so. Enough to refuse a
     * change, but never to allow anything: a mapper can write Keycloak's note of it.
     */
    public boolean impersonated() {
        return session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null || begunInTheUsersName();
    }

    /** Whether Keycloak itself began the session, or the session that it continues, as an impersonation. */
    public boolean begunInTheUsersName() {
        return IMPERSONATING.equals(session.getAuthMethod())
                || new EvidenceSeal(keycloak)
                        .open(session.getNote(SignIn.IN_THE_USERS_NAME))
                        .filter(text -> text.equals(SignIn.inTheUsersNameText(session.getUser(), session.getId())))
                        .isPresent();
    }

    /**
     * Removes evidence from the session, if it is the given one.
     *
     * @param left the note of the sign-in that left it, if it has one
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
