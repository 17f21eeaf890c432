package io.github.keycloaktwofactor.device;

import org.jspecify.annotations.Nullable;

/**
 * What to call a device. The names come from a header that the browser sends, so they are a hint and no more.
 *
 * @param browser such as {@code Firefox}; empty if unknown
 * @param system such as {@code Windows}; empty if unknown
 */
public record BrowserNames(String browser, String system) {

    private static final int LONGEST = 40;

    /** Names fit to be stored and shown: no version behind a slash, no control characters, not too long. */
    static BrowserNames of(@Nullable String browser, @Nullable String system) {
        return new BrowserNames(clean(browser), clean(system));
    }

    /** For places that show no more than one name. */
    String label() {
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }

    private static String clean(@Nullable String name) {
        if (name == null) {
            return "";
        }
        int version = name.lastIndexOf('/');
        String plain = (version < 0 ? name : name.substring(0, version))
                .replaceAll("\\p{C}+", "")
                .strip();
        String bare = plain.equals("Other") || plain.equals("Unknown") ? "" : plain;
        return bare.length() > LONGEST ? bare.substring(0, LONGEST) : bare;
    }
}
