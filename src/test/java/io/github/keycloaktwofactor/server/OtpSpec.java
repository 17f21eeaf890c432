package io.github.keycloaktwofactor.server;

/**
 * A one-time-password credential to put on a user, as another system's export or stock Keycloak would have made it.
 *
 * @param secret the shared secret: Base32 when {@code base32}, otherwise its characters are the key, as stock stores it
 * @param base32 whether the row says {@code secretEncoding=BASE32}
 * @param kind {@code totp} or {@code hotp}
 * @param digits 6 or 8
 * @param period seconds of a time step
 * @param algorithm {@code HmacSHA1}, {@code HmacSHA256} or {@code HmacSHA512}
 * @param counter the next counter of an HOTP credential
 * @param label the device's name
 */
public record OtpSpec(
        String secret,
        boolean base32,
        String kind,
        int digits,
        int period,
        String algorithm,
        int counter,
        String label) {
    public static OtpSpec totp(String base32Secret) {
        return new OtpSpec(base32Secret, true, "totp", 6, 30, "HmacSHA1", 0, "Phone");
    }

    public static OtpSpec hotp(String base32Secret, int counter) {
        return new OtpSpec(base32Secret, true, "hotp", 6, 30, "HmacSHA1", counter, "Token");
    }

    /** A credential in the form that stock Keycloak stores: the secret's characters are the key. */
    public static OtpSpec stock(String secret) {
        return new OtpSpec(secret, false, "totp", 6, 30, "HmacSHA1", 0, "Stock");
    }

    public OtpSpec digits(int number) {
        return new OtpSpec(secret, base32, kind, number, period, algorithm, counter, label);
    }

    public OtpSpec period(int seconds) {
        return new OtpSpec(secret, base32, kind, digits, seconds, algorithm, counter, label);
    }

    public OtpSpec algorithm(String name) {
        return new OtpSpec(secret, base32, kind, digits, period, name, counter, label);
    }

    public OtpSpec label(String name) {
        return new OtpSpec(secret, base32, kind, digits, period, algorithm, counter, name);
    }
}
