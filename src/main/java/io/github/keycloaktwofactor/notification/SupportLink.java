package io.github.keycloaktwofactor.notification;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Where users find help, as a mail shows it.
 *
 * @param address where the link leads, empty if nowhere
 * @param text what is read: an address of the web, or the e-mail address alone
 */
record SupportLink(String address, String text) {

    private static final SupportLink NONE = new SupportLink("", "");

    private static final Set<String> OF_THE_WEB = Set.of("https", "http");

    /** Of the policy's setting; what would lead anywhere but to the web or to a mailbox is none. */
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

    /** Without the subject and the like that may follow it. */
    private static String mailbox(URI uri) {
        return OneLine.of(uri.getSchemeSpecificPart().split("\\?", 2)[0]);
    }
}
