package io.github.keycloaktwofactor.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.UserSessionModel;

/** A sign-in that is complete, as far as its session, online or offline, remembers the second factor. */
public final class PastSignIn {

    /** How Keycloak's token exchange names a session that it began for a user on somebody else's behalf. */
    private static final String IMPERSONATING = "impersonate";

    private final UserSessionModel session;

    public PastSignIn(UserSessionModel session) {
        this.session = session;
    }

    /** The mark of the session's own user, who still has the factor behind it. */
    public Optional<Mark> mark() {
        return LivingMark.of(session.getNote(SignIn.NOTE), session.getUser());
    }

    /** Whether the factor behind the session's mark was taken away since, by an administrator for instance. */
    boolean outlivedItsFactor() {
        return mark().isEmpty() && Mark.parse(session.getNote(SignIn.NOTE)).isPresent();
    }

    /** Whether a password of the session's own user is known to have been used. */
    public boolean passwordAccepted() {
        return session.getUser().getId().equals(session.getNote(SignIn.PASSWORD));
    }

    /** Alias of the identity provider that the sign-in came through. */
    public Optional<String> identityProvider() {
        return Optional.ofNullable(session.getNote(Details.IDENTITY_PROVIDER));
    }

    /** Whether its user passed a second factor that counts for changes, and nobody else stands behind the session. */
    public boolean proved() {
        return proof().isPresent();
    }

    /** Whether its user did so within the given time before {@code now}. */
    public boolean proved(Duration age, Instant now) {
        return proof().filter(mark -> !mark.at().plus(age).isBefore(now)).isPresent();
    }

    /** Whether an administrator, or a client that may do so, stands behind the session. */
    public boolean impersonated() {
        return session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null
                || IMPERSONATING.equals(session.getAuthMethod());
    }

    private Optional<Mark> proof() {
        return impersonated()
                ? Optional.empty()
                : mark().filter(mark -> mark.method().countsForChanges());
    }
}
