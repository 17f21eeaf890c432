package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The realm has only reported what the policy requires for more than thirty days, or for an unknown time. */
final class ReportOnlyTooLong implements Check {

    private static final Duration LONGEST = Duration.ofDays(30);

    private final Clock clock;

    ReportOnlyTooLong(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String id() {
        return "report-only-too-long";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        Instant since = realm.settings().saved().reportOnlySince();
        return ofRealm(
                realm,
                realm.on() && realm.settings().reportsOnly() && isTooLong(since),
                Severity.MEDIUM,
                "The realm only reports what the policy requires, " + age(since)
                        + ". Users who must have two-factor and have not sign in with their password alone.",
                "Set mode to ENFORCE.");
    }

    boolean isTooLong(@Nullable Instant since) {
        Instant now = clock.instant();
        // A tool can store any time, unchecked.
        return since == null || since.isAfter(now) || since.plus(LONGEST).isBefore(now);
    }

    private String age(@Nullable Instant since) {
        return since == null || since.isAfter(clock.instant())
                ? "and it is not recorded since when"
                : "since %s, for %d days"
                        .formatted(
                                since.atZone(ZoneOffset.UTC).toLocalDate(),
                                Duration.between(since, clock.instant()).toDays());
    }
}
