package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.store.MailLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;

/**
 * Rate limit for generating recovery codes: sets per user and hour, over all nodes. Each set costs as much as about twenty
 * sign-ins. The times are stored in {@code TWO_FACTOR_MAIL}, like those of mails: one row for each set, free again after an
 * hour.
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

    /** Whether one more may be generated now; it then counts, even if it is not stored. */
    public boolean claim(String realmId, String userId, Instant now) {
        return IntStream.rangeClosed(1, SETS).anyMatch(set -> times.claim(realmId, userId, KIND + set, now, WITHIN));
    }
}
