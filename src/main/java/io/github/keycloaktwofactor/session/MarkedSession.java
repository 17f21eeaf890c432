package io.github.keycloaktwofactor.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** A session that exists already, as the bearer of one of its tokens uses it. */
public final class MarkedSession {

    private final UserSessionModel session;
    private final Clock clock;

    public MarkedSession(UserSessionModel session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** The mark of the session, if it is that of its user. */
    public Optional<Mark> mark() {
        UserModel user = session.getUser();
        return Mark.parse(session.getNote(SignIn.NOTE))
                .filter(mark -> user != null && user.getId().equals(mark.userId()));
    }

    /** Whether its user passed a second factor that counts for changes, and no administrator stands behind it. */
    public boolean proved() {
        return proof().isPresent();
    }

    /** Whether its user did so within the given time. */
    public boolean proved(Duration age) {
        return proof().filter(mark -> !mark.at().plus(age).isBefore(clock.instant()))
                .isPresent();
    }

    private Optional<Mark> proof() {
        return session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) == null
                ? mark().filter(mark -> mark.method().countsForChanges())
                : Optional.empty();
    }
}
