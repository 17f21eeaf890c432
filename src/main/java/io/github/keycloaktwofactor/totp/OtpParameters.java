package io.github.keycloaktwofactor.totp;

/**
 * The OTP parameters of one credential, besides the secret. They do not change with the realm's OTP policy.
 *
 * @param digits length of a code, 6 to 8 (RFC 4226 §5.3)
 * @param period length of a time step in seconds, at least 1; without meaning for {@link OtpKind#HOTP}, where Keycloak
 *     stores 0 or whatever the policy says
 */
public record OtpParameters(OtpKind kind, OtpAlgorithm algorithm, int digits, int period) {

    /** @throws IllegalArgumentException if a number is out of range */
    public OtpParameters {
        if (digits < 6 || digits > 8) {
            throw new IllegalArgumentException("A one-time password has 6 to 8 digits, not " + digits);
        }
        if (kind == OtpKind.TOTP && period < 1) {
            throw new IllegalArgumentException("A time step lasts at least one second, not " + period);
        }
    }
}
