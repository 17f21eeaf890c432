package io.github.keycloaktwofactor.keycloak;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of browsers and systems that are shown. Keycloak parses them from the {@code User-Agent} header with patterns
 * that let the sender choose any words, so only names in this list are shown. They are spelled as in
 * Keycloak's list, {@code regexes.yaml} of uap-core.
 */
public final class KnownUserAgents {

    private static final Set<String> BROWSERS = Set.of(
            "Amazon Silk",
            "Brave",
            "Chrome",
            "Chrome Mobile",
            "Chrome Mobile iOS",
            "Chrome Mobile WebView",
            "Chromium",
            "DuckDuckGo",
            "DuckDuckGo Mobile",
            "Edge",
            "Edge Mobile",
            "Epiphany",
            "Firefox",
            "Firefox Mobile",
            "Firefox iOS",
            "HeadlessChrome",
            "IE",
            "Konqueror",
            "MiuiBrowser",
            "Mobile Safari",
            "Mobile Safari UI/WKWebView",
            "Opera",
            "Opera Mini",
            "Opera Mobile",
            "QQ Browser",
            "QQ Browser Mobile",
            "Safari",
            "Samsung Internet",
            "SeaMonkey",
            "UC Browser",
            "Vivaldi",
            "Whale",
            "Yandex Browser");

    private static final Set<String> SYSTEMS = Set.of(
            "Android",
            "Arch Linux",
            "CentOS",
            "Chrome OS",
            "Debian",
            "Fedora",
            "FreeBSD",
            "Gentoo",
            "KaiOS",
            "Kubuntu",
            "Linux",
            "Lubuntu",
            "Mac OS X",
            "Mageia",
            "NetBSD",
            "OpenBSD",
            "Red Hat",
            "Slackware",
            "Solaris",
            "SUSE",
            "Tizen",
            "Ubuntu",
            "Windows",
            "iOS",
            "openSUSE");

    private KnownUserAgents() {}

    /**
     * The name of a browser without its version, or empty if it is not a known one.
     *
     * @param told as Keycloak formats it, {@code Firefox/140.0}, or just the name
     */
    public static String browser(@Nullable String told) {
        return known(told, BROWSERS);
    }

    /** The name of an operating system, or empty if it is not a known one. */
    public static String system(@Nullable String told) {
        return known(told, SYSTEMS);
    }

    private static String known(@Nullable String told, Set<String> names) {
        if (told == null || names.contains(told)) {
            return told == null ? "" : told;
        }
        int version = told.lastIndexOf('/');
        String bare = version < 0 ? told : told.substring(0, version);
        return names.contains(bare) ? bare : "";
    }
}
