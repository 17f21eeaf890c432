package io.github.keycloaktwofactor.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts on Keycloak's meter registry. If metrics are disabled, nothing is counted. Label values come from fixed lists,
 * except for the realm.
 */
public final class Counted {

    /** Looking one up in the registry takes longer than counting. */
    private static final Map<Series, Counter> COUNTERS = new ConcurrentHashMap<>();

    private Counted() {}

    /**
     * A code or password was submitted.
     *
     * @param method the kind of code, as in events
     * @param result the result, as in events
     */
    public static void challenge(String realm, String method, String result) {
        count(Metric.CHALLENGES, realm, Tags.of("method", method, "result", result));
    }

    /** A wrong code started a wait. */
    public static void waitBegun(String realm, String method) {
        count(Metric.WAITS, realm, Tags.of("method", method));
    }

    /** A wrong code reached the limit, and its kind is blocked. */
    public static void blocked(String realm, String method) {
        count(Metric.BLOCKS, realm, Tags.of("method", method));
    }

    /**
     * A sign-in was completed.
     *
     * @param method the second factor that was passed, as in events, or {@code none}
     */
    public static void signIn(String realm, String method) {
        count(Metric.SIGN_INS, realm, Tags.of("method", method));
    }

    /** A set-up reached that step. */
    public static void setUp(String realm, SetUpStep step) {
        count(Metric.SET_UPS, realm, Tags.of("step", step.text()));
    }

    /** A request was refused. */
    public static void refusal(String realm, String place) {
        count(Metric.REFUSALS, realm, Tags.of("place", place));
    }

    /**
     * A sign-in or token was given in a realm that only reports.
     *
     * @param outcome what the policy would have done, as in events
     */
    public static void reportOnly(String realm, String outcome) {
        count(Metric.REPORT_ONLY, realm, Tags.of("outcome", outcome));
    }

    private static void count(Metric metric, String realm, Tags labels) {
        COUNTERS.computeIfAbsent(new Series(metric, labels.and(RealmLabel.of(realm))), Series::register)
                .increment();
    }

    private record Series(Metric metric, Tags labels) {

        Counter register() {
            return Counter.builder(metric.id())
                    .description(metric.description())
                    .tags(labels)
                    .register(Metrics.globalRegistry);
        }
    }
}
