package io.github.keycloaktwofactor.event;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a credential event of ours means to the person: stock events say only that a credential of some type was
 * stored or removed. One press is one change, however many events it brings.
 */
public enum TwoFactorChange {
    /** Two-factor was turned on; the first recovery codes belong to it. */
    ENABLED("enabled"),
    /** Two-factor was turned off. */
    DISABLED("disabled"),
    /** Another authenticator took the place of the old one. */
    REPLACED("replaced"),
    /** New recovery codes took the place of the old ones. */
    CODES("codes"),
    /** A browser was remembered. */
    DEVICE("device");

    private final String text;

    TwoFactorChange(String text) {
        this.text = text;
    }

    /** The value of the event detail {@link EventDetail#CHANGE}. */
    public String text() {
        return text;
    }

    /** The change that the detail names, or empty for none or one that is not known. */
    public static Optional<TwoFactorChange> of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(change -> change.text.equals(text))
                .findFirst();
    }
}
