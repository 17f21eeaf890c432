package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.event.TwoFactorEvent;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;

/** An entry of the recent activity, from a stored event. Where there is a mail about the same, its subject is the text. */
enum Activity {
    ENABLED("two-factor-mail-subject-on"),
    DISABLED("two-factor-mail-subject-off"),
    REPLACED("two-factor-mail-subject-replaced"),
    NEW_CODES("two-factor-mail-subject-codes"),
    FIRST_CODES("two-factor-mail-subject-first-codes"),
    /** Through a page of Keycloak's own; the event does not tell whether it was the first one. */
    AUTHENTICATOR_ADDED("two-factor-activity-app-added"),
    AUTHENTICATOR_REMOVED("two-factor-mail-subject-removed"),
    KEY_ADDED("two-factor-mail-subject-key-added"),
    KEY_REMOVED("two-factor-mail-subject-key-removed"),
    DEVICE_ADDED("two-factor-mail-subject-device"),
    DEVICE_REMOVED("two-factor-activity-device-removed"),
    DEVICE_COPIED("two-factor-mail-subject-device-copied"),
    CODE("two-factor-activity-totp"),
    RECOVERY_CODE("two-factor-activity-recovery-code"),
    TRUSTED_DEVICE("two-factor-activity-trusted-device"),
    PASSKEY("two-factor-activity-webauthn"),
    /** A code that was checked and refused. */
    REFUSED("two-factor-activity-refused");

    private final String message;

    Activity(String message) {
        this.message = message;
    }

    /** The message key. */
    String message() {
        return message;
    }

    /** Whether each event is listed: one click raises several events, and a series of wrong codes is one attack. */
    boolean single() {
        return switch (this) {
            case CODE, RECOVERY_CODE, TRUSTED_DEVICE, PASSKEY -> true;
            default -> false;
        };
    }

    /** The activity that the event reports; empty for events about anything else, such as an SSO sign-in. */
    static Optional<Activity> of(Event event) {
        return TwoFactorEvent.of(event).flatMap(Activity::of);
    }

    private static Optional<Activity> of(TwoFactorEvent event) {
        return switch (event.kind()) {
            case ENABLED -> Optional.of(ENABLED);
            case DISABLED -> Optional.of(DISABLED);
            case REPLACED -> Optional.of(REPLACED);
            case NEW_CODES -> Optional.of(NEW_CODES);
            case FIRST_CODES -> Optional.of(FIRST_CODES);
            case DEVICE_REMEMBERED -> Optional.of(DEVICE_ADDED);
            case DEVICE_REMOVED -> Optional.of(DEVICE_REMOVED);
            case DEVICE_COPIED -> Optional.of(DEVICE_COPIED);
            case AUTHENTICATOR_STORED -> Optional.of(AUTHENTICATOR_ADDED);
            case AUTHENTICATOR_REMOVED -> Optional.of(AUTHENTICATOR_REMOVED);
            case KEY_STORED -> Optional.of(KEY_ADDED);
            case KEY_REMOVED -> Optional.of(KEY_REMOVED);
            case SIGNED_IN -> signIn(event.factor());
            case REFUSED -> event.lookedAt() ? Optional.of(REFUSED) : Optional.empty();
            // Of the older events others speak that come beside them; the codes are those of pages that are not ours.
            case TOTP_UPDATED, TOTP_REMOVED, CODES_STORED, CODES_REMOVED -> Optional.empty();
        };
    }

    private static Optional<Activity> signIn(@Nullable String factor) {
        return EvidenceMethod.of(factor).flatMap(method -> switch (method) {
            case TOTP -> Optional.of(CODE);
            case RECOVERY_CODE, STOCK_RECOVERY_CODE -> Optional.of(RECOVERY_CODE);
            case TRUSTED_DEVICE -> Optional.of(TRUSTED_DEVICE);
            case WEBAUTHN, PASSKEY -> Optional.of(PASSKEY);
            case TEMPORARY_PASS, BROKER -> Optional.empty();
        });
    }
}
