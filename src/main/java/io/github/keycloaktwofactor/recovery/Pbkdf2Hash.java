package io.github.keycloaktwofactor.recovery;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2) from the Java platform, for servers without Argon2. */
record Pbkdf2Hash(int iterations) implements RecoveryCodeHash {

    static final String NAME = "pbkdf2-hmac-sha512";

    static final Pbkdf2Hash DEFAULT = new Pbkdf2Hash(210_000);

    private static final int MOST_ITERATIONS = 1_000_000;

    /**
     * Stands before every code: in its approved mode the FIPS module refuses a password of less than 112 bits, and a
     * code of two groups has 8 characters.
     */
    private static final String PREFIX = "two-factor-recovery-code:";

    Pbkdf2Hash {
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("Absurd cost of PBKDF2");
        }
    }

    static Optional<RecoveryCodeHash> stored(Map<String, Integer> cost) {
        return Optional.ofNullable(cost.get("iterations")).map(Pbkdf2Hash::new);
    }

    @Override
    public String algorithm() {
        return NAME;
    }

    @Override
    public Map<String, Integer> cost() {
        return Map.of("iterations", iterations);
    }

    @Override
    public byte[] hash(RecoveryCode code, byte[] salt) {
        PBEKeySpec spec =
                new PBEKeySpec((PREFIX + code.canonical()).toCharArray(), salt, iterations, BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks " + NAME, e);
        } finally {
            spec.clearPassword();
        }
    }
}
