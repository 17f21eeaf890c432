package io.github.keycloaktwofactor.notification;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A changed email address of an account.
 *
 * @param left the previous address; null if it was not verified, and so may not be the user's
 * @param to the new address; null if there is none
 */
record AddressChange(@Nullable String left, @Nullable String to, Actor by) {

    private static final Pattern SHOWN_DOMAIN = Pattern.compile("[\\p{L}\\p{N}.-]{1,60}");

    private static final String HIDDEN = "…";

    /** The new address, masked for the mail to the previous one; empty if there is none. */
    String masked() {
        if (to == null || to.isEmpty()) {
            return "";
        }
        int at = to.lastIndexOf('@');
        String domain = to.substring(at + 1);
        if (at < 1 || !SHOWN_DOMAIN.matcher(domain).matches()) {
            return HIDDEN;
        }
        boolean first = at > 1 && Character.isLetterOrDigit(to.charAt(0));
        return (first ? to.substring(0, 1) : "") + HIDDEN + "@" + domain;
    }
}
