package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports in {@code /health/ready} how many findings each realm has, as last counted. Always up: a weak setting of a
 * realm is no reason to take a server out of service.
 */
@Readiness
public final class FindingsHealth implements HealthCheck {

    private static final int REALMS = 100;

    @Override
    public HealthCheckResponse call() {
        FindingWatch.look();
        Map<String, Map<Severity, Integer>> report = FindingCounts.OF_NODE.byName();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("two-factor-findings").up();
        report.entrySet().stream()
                .limit(REALMS)
                .forEach(realm -> answer.withData(realm.getKey(), text(realm.getValue())));
        if (report.size() > REALMS) {
            answer.withData("…", report.size() - REALMS + " more realms");
        }
        return answer.build();
    }

    private static String text(Map<Severity, Integer> counts) {
        return Arrays.stream(Severity.values())
                .map(severity ->
                        counts.getOrDefault(severity, 0) + " " + severity.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
