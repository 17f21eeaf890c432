package io.github.keycloaktwofactor.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The purpose of our credential events: stock events only report that a credential of some type was stored or removed.
 * One click is one change, however many events it raises.
 */
public enum TwoFactorChange {
    /** Two-factor was set up, with the first recovery codes. */
    ENABLED("enabled"),
    /** Two-factor was disabled. */
    DISABLED("disabled"),
    /** The authenticator was replaced. */
    REPLACED("replaced"),
    /** The recovery codes were replaced. */
    CODES("codes"),
    /** A browser became a trusted device. */
    DEVICE("device");

    private final String text;

    TwoFactorChange(String text) {
        this.text = text;
    }

    /** The value of the event detail {@link EventDetail#CHANGE}. */
    public String text() {
        return text;
    }

    /** Parses the detail; empty if absent or unknown. */
    public static Optional<TwoFactorChange> of(@Nullable String text) {
        for (TwoFactorChange change : values()) {
            if (change.text.equals(text)) {
                return Optional.of(change);
            }
        }
        return Optional.empty();
    }
}
