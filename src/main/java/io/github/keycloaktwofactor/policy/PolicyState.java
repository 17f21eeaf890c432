package io.github.keycloaktwofactor.policy;

/** Whether two-factor is on in a realm. Where it is off, the realm is as without this extension. */
public enum PolicyState {
    /** The guard is registered and enabled, and its settings were saved. */
    ON("on", true),
    /** The guard is enabled, and its settings were never saved, or were cleared: all have their defaults. */
    DEFAULTS("on; no settings are saved, so the defaults hold", true),
    /** The guard is registered, but disabled or made something else. */
    DISABLED("off: the required action is disabled", false),
    /** There is no guard in the realm. */
    NOT_REGISTERED("off: the required action is not registered", false);

    private final String text;
    private final boolean on;

    PolicyState(String text, boolean on) {
        this.text = text;
        this.on = on;
    }

    public boolean isOn() {
        return on;
    }

    /** How the log and the health check say it. */
    public String text() {
        return text;
    }
}
