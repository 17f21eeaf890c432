package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.policy.PolicyStates;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports in {@code /health/ready} in which realms two-factor is on or off, and problems with its settings. Always up: a
 * realm with two-factor off is no reason to take a server out of service.
 */
@Readiness
public final class TwoFactorHealth implements HealthCheck {

    private static final int REALMS = 100;

    @Override
    public HealthCheckResponse call() {
        Map<String, String> report = PolicyStates.report();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("two-factor").up();
        report.entrySet().stream().limit(REALMS).forEach(realm -> answer.withData(realm.getKey(), realm.getValue()));
        if (report.size() > REALMS) {
            answer.withData("…", report.size() - REALMS + " more realms");
        }
        return answer.build();
    }
}
