package io.github.keycloaktwofactor.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * A user event about two-factor. Events of our pages have our own details, those of Keycloak's pages the type of a
 * credential.
 *
 * @param kind what happened
 * @param factor the factor that was used or refused, from {@link EventDetail#FACTOR}
 * @param reason why it was refused, from {@link EventDetail#REASON}
 * @param counter where a refused code was counted, from {@link EventDetail#COUNTER}
 * @param passwordAccepted whether a refused code followed a right password, as the second step of a sign-in
 * @param until how long a device is trusted; null if until sign-out
 */
public record TwoFactorEvent(
        Kind kind,
        @Nullable String factor,
        @Nullable String reason,
        @Nullable String counter,
        boolean passwordAccepted,
        @Nullable Instant until) {

    private static final String RECOVERY_CODES_TYPE = "two-factor-recovery-codes";

    /** The value of {@link EventDetail#REASON} for a replay. */
    private static final String USED = "used";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    /** What happened. */
    public enum Kind {
        ENABLED,
        DISABLED,
        REPLACED,
        NEW_CODES,
        /** The first recovery codes, which replace none. */
        FIRST_CODES,
        DEVICE_REMEMBERED,
        DEVICE_REMOVED,
        /** A rotated token of a trusted device was replayed: there is a copy. */
        DEVICE_COPIED,
        /** Through a page that is not ours: the first authenticator or another one. */
        AUTHENTICATOR_STORED,
        AUTHENTICATOR_REMOVED,
        /** The older event for the same, raised in addition, or alone by older servers and extensions. */
        TOTP_UPDATED,
        TOTP_REMOVED,
        /** A passkey or security key. */
        KEY_STORED,
        KEY_REMOVED,
        CODES_STORED,
        CODES_REMOVED,
        SIGNED_IN,
        /** A code, or a password that confirms a change. */
        REFUSED;

        private static Kind of(TwoFactorChange change, Map<String, String> details) {
            return switch (change) {
                case ENABLED -> ENABLED;
                case DISABLED -> DISABLED;
                case REPLACED -> REPLACED;
                case CODES -> Boolean.parseBoolean(details.get(EventDetail.FIRST)) ? FIRST_CODES : NEW_CODES;
                case DEVICE -> DEVICE_REMEMBERED;
            };
        }

        private static Optional<Kind> stored(String type) {
            return switch (type) {
                case OTPCredentialModel.TYPE -> Optional.of(AUTHENTICATOR_STORED);
                case RECOVERY_CODES_TYPE -> Optional.of(CODES_STORED);
                case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                    Optional.of(KEY_STORED);
                default -> Optional.empty();
            };
        }

        private static Optional<Kind> removed(String type, boolean copied) {
            return switch (type) {
                case OTPCredentialModel.TYPE -> Optional.of(AUTHENTICATOR_REMOVED);
                case RECOVERY_CODES_TYPE -> Optional.of(CODES_REMOVED);
                case FactorEvent.TRUSTED_DEVICE_TYPE -> Optional.of(copied ? DEVICE_COPIED : DEVICE_REMOVED);
                case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                    Optional.of(KEY_REMOVED);
                default -> Optional.empty();
            };
        }
    }

    /** Parses an event; empty if it is not about two-factor. */
    public static Optional<TwoFactorEvent> of(Event event) {
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        return kind(event, details)
                .map(kind -> new TwoFactorEvent(
                        kind,
                        details.get(EventDetail.FACTOR),
                        details.get(EventDetail.REASON),
                        details.get(EventDetail.COUNTER),
                        // A code that confirms a change comes from a user who has passed the second step.
                        !details.containsKey(EventDetail.CHANGE)
                                && Boolean.parseBoolean(details.get(EventDetail.PASSWORD)),
                        until(details.get(EventDetail.UNTIL))));
    }

    /** Whether the refused code was checked. */
    public boolean lookedAt() {
        return "wrong".equals(reason) || USED.equals(reason);
    }

    @SuppressWarnings("deprecation") // Of the older events.
    private static Optional<Kind> kind(Event event, Map<String, String> details) {
        if (event.getError() != null) {
            return details.containsKey(EventDetail.REASON) ? Optional.of(Kind.REFUSED) : Optional.empty();
        }
        Optional<TwoFactorChange> change = TwoFactorChange.of(details.get(EventDetail.CHANGE));
        if (change.isPresent()) {
            return change.map(what -> Kind.of(what, details));
        }
        String type = details.getOrDefault(Details.CREDENTIAL_TYPE, "");
        return switch (event.getType()) {
            case LOGIN -> details.containsKey(EventDetail.FACTOR) ? Optional.of(Kind.SIGNED_IN) : Optional.empty();
            case UPDATE_CREDENTIAL -> Kind.stored(type);
            case REMOVE_CREDENTIAL -> Kind.removed(type, USED.equals(details.get(EventDetail.REASON)));
            case UPDATE_TOTP -> Optional.of(Kind.TOTP_UPDATED);
            case REMOVE_TOTP -> Optional.of(Kind.TOTP_REMOVED);
            default -> Optional.empty();
        };
    }

    private static @Nullable Instant until(@Nullable String seconds) {
        return seconds != null && SECONDS.matcher(seconds).matches()
                ? Instant.ofEpochSecond(Long.parseLong(seconds))
                : null;
    }
}
