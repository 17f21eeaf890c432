package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.keycloak.KnownUserAgents;
import org.jspecify.annotations.Nullable;

/**
 * The names of a device. They come from the {@code User-Agent} header, so they are only a hint.
 *
 * @param browser such as {@code Firefox}; empty if unknown
 * @param system such as {@code Windows}; empty if unknown
 */
public record BrowserNames(String browser, String system) {

    /** Names that may be stored and shown; empty if not those of a known browser or system. */
    static BrowserNames of(@Nullable String browser, @Nullable String system) {
        return new BrowserNames(KnownUserAgents.browser(browser), KnownUserAgents.system(system));
    }

    /** For places that show only one name. */
    public String label() {
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }
}
