package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.keycloak.KnownUserAgents;
import org.jspecify.annotations.Nullable;

/**
 * What to call a device. The names come from a header that the browser sends, so they are a hint and no more.
 *
 * @param browser such as {@code Firefox}; empty if unknown
 * @param system such as {@code Windows}; empty if unknown
 */
public record BrowserNames(String browser, String system) {

    /** Names fit to be stored and shown; empty where they are not those of a known browser or system. */
    static BrowserNames of(@Nullable String browser, @Nullable String system) {
        return new BrowserNames(KnownUserAgents.browser(browser), KnownUserAgents.system(system));
    }

    /** For places that show no more than one name. */
    public String label() {
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }
}
