package io.github.keycloaktwofactor.session;

import java.util.List;

/** The credential types that evidence knows. They are stored, and so never change. */
final class FactorTypes {

    static final String OTP = "otp";

    static final String RECOVERY_CODES = "two-factor-recovery-codes";

    /** Types of all credentials that prove a user. Former passwords and trusted devices do not. */
    static final List<String> PROVING =
            List.of("password", OTP, RECOVERY_CODES, "recovery-authn-codes", "webauthn", "webauthn-passwordless");

    private FactorTypes() {}
}
