package io.github.keycloaktwofactor.notification;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * The support link in a mail.
 *
 * @param address the URL; empty if there is none
 * @param text the link text: a web address, or just the email address
 */
record SupportLink(String address, String text) {

    private static final SupportLink NONE = new SupportLink("", "");

    private static final Set<String> OF_THE_WEB = Set.of("https", "http");

    /** From the policy's setting; empty if the URL is neither web nor mailto. */
    static SupportLink of(String setting) {
        try {
            URI uri = new URI(setting);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (OF_THE_WEB.contains(scheme)) {
                return new SupportLink(setting, setting);
            }
            return scheme.equals("mailto") ? new SupportLink(setting, mailbox(uri)) : NONE;
        } catch (URISyntaxException noAddress) {
            return NONE;
        }
    }

    /** Without parameters such as a subject. */
    private static String mailbox(URI uri) {
        return OneLine.of(uri.getSchemeSpecificPart().split("\\?", 2)[0]);
    }
}
