package io.github.keycloaktwofactor.policy;

/** Whether two-factor is on in a realm. Anything but {@link #ON} means stock Keycloak. */
public enum PolicyState {
    /** The guard is registered and enabled, and its settings were saved. */
    ON("on"),
    /** The guard is enabled, but its settings were never saved, or were cleared. */
    NOT_SAVED("off: its settings are not saved"),
    /** The guard is registered, but disabled or made something else. */
    DISABLED("off: the required action is disabled"),
    /** There is no guard in the realm. */
    NOT_REGISTERED("off: the required action is not registered");

    private final String text;

    PolicyState(String text) {
        this.text = text;
    }

    /** How the log and the health check say it. */
    public String text() {
        return text;
    }
}
