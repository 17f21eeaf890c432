package io.github.keycloaktwofactor.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a sign-in passed the second factor. The texts are stored in sessions and used in events. */
public enum EvidenceMethod {
    TOTP("totp", true),
    RECOVERY_CODE("recovery-code", true),
    /** One of Keycloak's own recovery codes. */
    STOCK_RECOVERY_CODE("recovery-authn-codes", true),
    /** A security key, beside a password. */
    WEBAUTHN("webauthn", true),
    /** A passkey, in place of a password. */
    PASSKEY("webauthn-passwordless", true),
    TRUSTED_DEVICE("trusted-device", false),
    TEMPORARY_PASS("temporary-pass", false),
    BROKER("broker", false);

    private final String text;
    private final boolean allowsFactorChanges;

    EvidenceMethod(String text, boolean allowsFactorChanges) {
        this.text = text;
        this.allowsFactorChanges = allowsFactorChanges;
    }

    /** The value of the event detail {@code two_factor}. */
    public String text() {
        return text;
    }

    /** Whether it is also strong enough to change or remove a factor. */
    public boolean allowsFactorChanges() {
        return allowsFactorChanges;
    }

    /** Whether it rests on an authenticator and its recovery codes, and ends with them. */
    boolean byCode() {
        return switch (this) {
            case TOTP, RECOVERY_CODE, STOCK_RECOVERY_CODE, TRUSTED_DEVICE -> true;
            case WEBAUTHN, PASSKEY, TEMPORARY_PASS, BROKER -> false;
        };
    }

    /** Type of the credential that must exist for it to count; empty if it rests on no credential. */
    Optional<String> credentialType() {
        return switch (this) {
            case TOTP, RECOVERY_CODE, STOCK_RECOVERY_CODE, TRUSTED_DEVICE -> Optional.of("otp");
            case WEBAUTHN, PASSKEY -> Optional.of(text);
            case TEMPORARY_PASS, BROKER -> Optional.empty();
        };
    }

    /** Parses the text; empty if absent or unknown. */
    public static Optional<EvidenceMethod> of(@Nullable String text) {
        for (EvidenceMethod method : values()) {
            if (method.text.equals(text)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}
