package io.github.keycloaktwofactor.event;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an administrator has done for a user who could not sign in, or should not be signed in. */
public enum HelpDeskChange {
    AUTHENTICATORS("authenticators"),
    RECOVERY_CODES("recovery-codes"),
    /** Security keys as well. */
    PASSKEYS("passkeys"),
    TRUSTED_DEVICES("trusted-devices"),
    /** Waits were ended, and codes that were off are looked at again. */
    WAITS("waits"),
    SIGN_OUT("sign-out");

    private final String text;

    HelpDeskChange(String text) {
        this.text = text;
    }

    /** As the admin REST API and message keys call it. */
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
