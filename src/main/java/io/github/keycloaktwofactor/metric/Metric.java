package io.github.keycloaktwofactor.metric;

import java.util.List;

/** The metrics of this extension. Names and labels are a contract with dashboards and alerts. */
public enum Metric {
    /** Codes and passwords submitted to pass a challenge or confirm a change. */
    CHALLENGES("two.factor.challenges", "Codes and passwords submitted, by result", true, "method result"),
    /** Wrong codes that started a wait. */
    WAITS("two.factor.waits", "Waits started by a wrong code", true, "method"),
    /** Wrong codes that blocked a kind of code. */
    BLOCKS("two.factor.blocks", "Kinds of code blocked for a user after too many wrong codes", true, "method"),
    /** Completed sign-ins in realms with two-factor on. */
    SIGN_INS("two.factor.sign.ins", "Completed sign-ins, by second factor", true, "method"),
    /** Set-ups, by the steps reached. */
    SET_UPS("two.factor.setups", "Set-ups, by step reached", true, "step"),
    /** Requests refused by entry and exit. */
    REFUSALS("two.factor.refusals", "Requests refused because they would bypass the policy", true, "place"),
    /** Sign-ins and tokens that the policy would have stopped, in realms that only report. */
    REPORT_ONLY("two.factor.report.only", "Sign-ins and tokens that the policy would have stopped", true, "outcome"),
    /** Findings of the posture. */
    FINDINGS("two.factor.findings", "Findings of the posture, as last counted", false, "severity");

    private final String id;
    private final String description;
    private final boolean counter;
    private final String labels;

    Metric(String id, String description, boolean counter, String labels) {
        this.id = id;
        this.description = description;
        this.counter = counter;
        this.labels = labels;
    }

    /** The Micrometer name. */
    public String id() {
        return id;
    }

    /** Its help text on {@code /metrics}. */
    public String description() {
        return description;
    }

    /** Its name on {@code /metrics}. */
    public String shown() {
        return id.replace('.', '_') + (counter ? "_total" : "");
    }

    /** Its labels, without the realm. */
    public List<String> labels() {
        return List.of(labels.split(" "));
    }
}
