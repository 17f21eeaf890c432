package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.store.MailLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;

/**
 * How many sets of recovery codes a user may ask for within an hour, on any number of nodes. Each set costs as much as some
 * twenty sign-ins. The times are kept in {@code TWO_FACTOR_MAIL}, as are those of the mails: one row for each of the sets,
 * free again an hour after it was taken.
 */
final class NewCodesLimit {

    private static final int SETS = 5;

    private static final Duration WITHIN = Duration.ofHours(1);

    private static final String KIND = "new-codes-";

    private final MailLimits times;

    private NewCodesLimit(MailLimits times) {
        this.times = times;
    }

    public static NewCodesLimit of(KeycloakSession session) {
        return new NewCodesLimit(MailLimits.of(session.getKeycloakSessionFactory()));
    }

    /** Whether one more may be made now, which then counts, whatever becomes of it. */
    public boolean claim(String realmId, String userId, Instant now) {
        return IntStream.rangeClosed(1, SETS).anyMatch(set -> times.claim(realmId, userId, KIND + set, now, WITHIN));
    }
}
