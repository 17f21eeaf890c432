package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.session.SignInNote;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The message about a change, shown once. */
public enum CardMessage {
    ENABLED("enabled"),
    REGENERATED("regenerated"),
    /** The first recovery codes, which replace none. */
    FIRST_CODES("first-codes"),
    REPLACED("replaced"),
    /** Several authenticators were replaced by one. */
    REPLACED_ALL("replaced-all"),
    /** A replacement was cancelled before it was confirmed. */
    REPLACE_ENDED("replace-ended"),
    DEVICE_REMOVED("device-removed"),
    DEVICES_REMOVED("devices-removed"),
    /** Disabled; only the password is left. */
    DISABLED("disabled"),
    /** Disabled; there is a passkey, or no password. */
    DISABLED_ONLY("disabled-only"),
    /** Disabled, and must be set up again at once. */
    DISABLED_REQUIRED("disabled-required");

    private final String text;

    CardMessage(String text) {
        this.text = text;
    }

    /** Its name in the template. */
    public String text() {
        return text;
    }

    public void keep(AuthenticationSessionModel authentication) {
        SignInNote.CARD_MESSAGE.put(authentication, name());
    }

    /** Returns and clears the pending message; null if there is none. */
    public static @Nullable CardMessage take(AuthenticationSessionModel authentication) {
        String name = SignInNote.CARD_MESSAGE.in(authentication);
        SignInNote.CARD_MESSAGE.drop(authentication);
        return name == null ? null : valueOf(name);
    }
}
