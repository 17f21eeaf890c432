package io.github.keycloaktwofactor.totp;

/** What moves a one-time password on: the time (RFC 6238) or a counter (RFC 4226). */
public enum OtpKind {
    TOTP,
    HOTP
}
