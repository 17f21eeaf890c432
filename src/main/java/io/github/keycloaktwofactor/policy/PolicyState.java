package io.github.keycloaktwofactor.policy;

/** Whether two-factor is on in a realm. If it is off, the realm behaves as without this extension. */
public enum PolicyState {
    /** The guard is registered and enabled, and its settings were saved. */
    ON("on", true),
    /** The guard is enabled, and its settings were never saved, or were cleared: the defaults apply. */
    DEFAULTS("on; no settings are saved, so the defaults hold", true),
    /** The guard is registered, but disabled, or its alias has another provider. */
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

    /** Its text in the log and the health check. */
    public String text() {
        return text;
    }
}
