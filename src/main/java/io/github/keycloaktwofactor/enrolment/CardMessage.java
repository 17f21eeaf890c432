package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.session.SignInNote;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the page says, once, about the change that has just been made. */
public enum CardMessage {
    ENABLED("enabled"),
    REGENERATED("regenerated"),
    /** The first recovery codes, which end no others. */
    FIRST_CODES("first-codes"),
    REPLACED("replaced"),
    /** Several authenticators gave way to one. */
    REPLACED_ALL("replaced-all"),
    /** A replacement was left before it was confirmed. */
    REPLACE_ENDED("replace-ended"),
    DEVICE_REMOVED("device-removed"),
    DEVICES_REMOVED("devices-removed"),
    /** Off, and the password is all that is left. */
    DISABLED("disabled"),
    /** Off, and there is a passkey, or no password at all. */
    DISABLED_ONLY("disabled-only"),
    /** Off, and to be set up again at once. */
    DISABLED_REQUIRED("disabled-required");

    private final String text;

    CardMessage(String text) {
        this.text = text;
    }

    /** The name that the template knows. */
    public String text() {
        return text;
    }

    public void keep(AuthenticationSessionModel authentication) {
        SignInNote.CARD_MESSAGE.put(authentication, name());
    }

    /** The message that waits to be said, which is then forgotten, or null. */
    public static @Nullable CardMessage take(AuthenticationSessionModel authentication) {
        String name = SignInNote.CARD_MESSAGE.in(authentication);
        SignInNote.CARD_MESSAGE.drop(authentication);
        return name == null ? null : valueOf(name);
    }
}
