package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.device.TrustedDeviceCredentialModel;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.session.EvidenceMethod;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** What a stored event says to the person about their two-factor. Where a mail says the same, the words are its subject's. */
enum Activity {
    ENABLED("two-factor-mail-subject-on"),
    DISABLED("two-factor-mail-subject-off"),
    REPLACED("two-factor-mail-subject-replaced"),
    NEW_CODES("two-factor-mail-subject-codes"),
    FIRST_CODES("two-factor-mail-subject-first-codes"),
    /** By a page of Keycloak's own: the first or another one, which the event does not tell. */
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
    /** A code that was looked at and not accepted. */
    REFUSED("two-factor-activity-refused");

    private final String message;

    Activity(String message) {
        this.message = message;
    }

    /** The key of the words. */
    String message() {
        return message;
    }

    /** Whether each one counts: a press brings several events, and a row of wrong codes is one attack. */
    boolean single() {
        return switch (this) {
            case CODE, RECOVERY_CODE, TRUSTED_DEVICE, PASSKEY -> true;
            default -> false;
        };
    }

    /** What the event tells of two-factor; empty for events that tell nothing of it, such as a sign-in by the cookie. */
    static Optional<Activity> of(Event event) {
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        if (event.getError() != null) {
            return refused(details);
        }
        return switch (event.getType()) {
            case LOGIN -> signIn(details);
            case UPDATE_CREDENTIAL -> stored(details);
            case REMOVE_CREDENTIAL -> removed(details);
            default -> Optional.empty();
        };
    }

    private static Optional<Activity> refused(Map<String, String> details) {
        String reason = details.get(EventDetail.REASON);
        return "wrong".equals(reason) || "used".equals(reason) ? Optional.of(REFUSED) : Optional.empty();
    }

    private static Optional<Activity> signIn(Map<String, String> details) {
        return EvidenceMethod.of(details.get(EventDetail.FACTOR)).flatMap(method -> switch (method) {
            case TOTP -> Optional.of(CODE);
            case RECOVERY_CODE, STOCK_RECOVERY_CODE -> Optional.of(RECOVERY_CODE);
            case TRUSTED_DEVICE -> Optional.of(TRUSTED_DEVICE);
            case WEBAUTHN, PASSKEY -> Optional.of(PASSKEY);
            case TEMPORARY_PASS, BROKER -> Optional.empty();
        });
    }

    private static Optional<Activity> stored(Map<String, String> details) {
        return TwoFactorChange.of(details.get(EventDetail.CHANGE))
                .map(change -> of(change, Boolean.parseBoolean(details.get(EventDetail.FIRST))))
                .or(() -> switch (type(details)) {
                    case OTPCredentialModel.TYPE -> Optional.of(AUTHENTICATOR_ADDED);
                    case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                        Optional.of(KEY_ADDED);
                    default -> Optional.empty();
                });
    }

    private static Optional<Activity> removed(Map<String, String> details) {
        return TwoFactorChange.of(details.get(EventDetail.CHANGE))
                .map(change -> of(change, false))
                .or(() -> switch (type(details)) {
                    case OTPCredentialModel.TYPE -> Optional.of(AUTHENTICATOR_REMOVED);
                    case TrustedDeviceCredentialModel.TYPE ->
                        Optional.of(copied(details) ? DEVICE_COPIED : DEVICE_REMOVED);
                    case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                        Optional.of(KEY_REMOVED);
                    default -> Optional.empty();
                });
    }

    private static Activity of(TwoFactorChange change, boolean first) {
        return switch (change) {
            case ENABLED -> ENABLED;
            case DISABLED -> DISABLED;
            case REPLACED -> REPLACED;
            case CODES -> first ? FIRST_CODES : NEW_CODES;
            case DEVICE -> DEVICE_ADDED;
        };
    }

    private static boolean copied(Map<String, String> details) {
        return "used".equals(details.get(EventDetail.REASON));
    }

    private static String type(Map<String, String> details) {
        return details.getOrDefault(Details.CREDENTIAL_TYPE, "");
    }
}
