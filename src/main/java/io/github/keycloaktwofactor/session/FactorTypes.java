package io.github.keycloaktwofactor.session;

import java.util.List;

/** The credential types that evidence can name. They are stored, and so must never change. */
final class FactorTypes {

    static final String OTP = "otp";

    static final String RECOVERY_CODES = "two-factor-recovery-codes";

    /**
     * Types of the credentials that evidence can rest on, and the password. Keycloak's own recovery codes are not
     * included: it removes the set with the last code, in the middle of the sign-in that used it.
     */
    static final List<String> PROVING = List.of("password", OTP, RECOVERY_CODES, "webauthn", "webauthn-passwordless");

    private FactorTypes() {}
}
