package io.github.keycloaktwofactor.session;

import java.util.List;

/** The credential types that evidence knows. They are stored, and so never change. */
final class FactorTypes {

    static final String OTP = "otp";

    static final String RECOVERY_CODES = "two-factor-recovery-codes";

    /** Types of credentials that are kept among a user's credentials and are no factor. */
    static final List<String> NO_FACTORS = List.of("two-factor-trusted-device", "two-factor-identity-provider");

    private FactorTypes() {}
}
