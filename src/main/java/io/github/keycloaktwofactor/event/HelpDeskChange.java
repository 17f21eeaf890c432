package io.github.keycloaktwofactor.event;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A help-desk action on a user. */
public enum HelpDeskChange {
    AUTHENTICATORS("authenticators"),
    RECOVERY_CODES("recovery-codes"),
    /** Includes security keys. */
    PASSKEYS("passkeys"),
    TRUSTED_DEVICES("trusted-devices"),
    /** Waits were ended, and blocked codes unblocked. */
    WAITS("waits"),
    SIGN_OUT("sign-out");

    private final String text;

    HelpDeskChange(String text) {
        this.text = text;
    }

    /** Its name in the admin REST API and in message keys. */
    public String text() {
        return text;
    }

    /** The change of that name, or empty. */
    public static Optional<HelpDeskChange> of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(change -> change.text.equals(text))
                .findFirst();
    }
}
