package io.github.keycloaktwofactor.metric;

import java.util.List;

/** The metrics of this extension. Names and labels are a contract with people's dashboards and alerts. */
public enum Metric {
    /** Codes and passwords that were typed to pass or confirm something. */
    CHALLENGES("two.factor.challenges", "Codes that were typed, by what became of them", true, "method result"),
    /** Wrong codes that began a wait. */
    WAITS("two.factor.waits", "Waits that a wrong code has begun", true, "method"),
    /** Wrong codes that switched a kind of code off. */
    BLOCKS("two.factor.blocks", "Kinds of code that a wrong code has switched off for a user", true, "method"),
    /** Completed sign-ins of realms in which two-factor is on. */
    SIGN_INS("two.factor.sign.ins", "Completed sign-ins, by what passed the second factor", true, "method"),
    /** Set-ups, by how far they came. */
    SET_UPS("two.factor.setups", "Set-ups, by the steps that they came to", true, "step"),
    /** What entry and exit have refused. */
    REFUSALS("two.factor.refusals", "Requests that were kept from going around the policy", true, "place"),
    /** Findings of the posture. */
    FINDINGS("two.factor.findings", "Findings of the posture, as last looked at", false, "severity");

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

    /** The name that Micrometer knows. */
    public String id() {
        return id;
    }

    /** What it counts, as {@code /metrics} says it. */
    public String description() {
        return description;
    }

    /** The name that {@code /metrics} shows. */
    public String shown() {
        return id.replace('.', '_') + (counter ? "_total" : "");
    }

    /** Its labels, beside that of the realm. */
    public List<String> labels() {
        return List.of(labels.split(" "));
    }
}
