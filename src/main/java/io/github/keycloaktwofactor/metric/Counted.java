package io.github.keycloaktwofactor.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;

/**
 * Counts on Keycloak's registry. Where metrics are off there is no registry behind it, and nothing is counted. Every value of
 * a label comes from a fixed list, that of the realm apart.
 */
public final class Counted {

    private Counted() {}

    /**
     * A code or password was typed.
     *
     * @param method the kind of code, as in events
     * @param result what became of it, as in events
     */
    public static void challenge(String realm, String method, String result) {
        count(Metric.CHALLENGES, realm, Tags.of("method", method, "result", result));
    }

    /** A wrong code has begun a wait. */
    public static void waitBegun(String realm, String method) {
        count(Metric.WAITS, realm, Tags.of("method", method));
    }

    /** A wrong code has switched its kind off. */
    public static void blocked(String realm, String method) {
        count(Metric.BLOCKS, realm, Tags.of("method", method));
    }

    /**
     * A sign-in was completed.
     *
     * @param method what passed the second factor, as in events, or {@code none}
     */
    public static void signIn(String realm, String method) {
        count(Metric.SIGN_INS, realm, Tags.of("method", method));
    }

    /** A set-up came to that step. */
    public static void setUp(String realm, SetUpStep step) {
        count(Metric.SET_UPS, realm, Tags.of("step", step.text()));
    }

    /** Something was refused. */
    public static void refusal(String realm, String place) {
        count(Metric.REFUSALS, realm, Tags.of("place", place));
    }

    private static void count(Metric metric, String realm, Tags labels) {
        Counter.builder(metric.id())
                .description(metric.description())
                .tags(labels.and(RealmLabel.of(realm)))
                .register(Metrics.globalRegistry)
                .increment();
    }
}
