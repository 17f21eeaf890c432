package io.github.keycloaktwofactor.totp;

import java.util.Arrays;

/** The HMAC below a one-time password (RFC 6238 §1.2) under the three names it goes by. */
public enum OtpAlgorithm {
    SHA1,
    SHA256,
    SHA512;

    /**
     * The algorithm behind the name that Keycloak's OTP policy and its stored credentials use.
     *
     * @throws IllegalArgumentException if Keycloak has no such algorithm
     */
    public static OtpAlgorithm ofKeycloak(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.keycloakName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown one-time password algorithm: " + name));
    }

    /** {@code HmacSHA1} and so on: in Keycloak, and as the name of the JCA's {@link javax.crypto.Mac}. */
    public String keycloakName() {
        return "Hmac" + name();
    }

    /** {@code SHA1} and so on: in an {@code otpauth} address. */
    public String uriName() {
        return name();
    }
}
