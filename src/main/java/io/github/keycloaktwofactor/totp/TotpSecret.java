package io.github.keycloaktwofactor.totp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The key that the server and an authenticator share. {@link #toString()} is masked, so it does no harm
 * in a log statement.
 */
public final class TotpSecret {

    /** The length that RFC 4226 §4 (R6) recommends: 160 bits. */
    private static final int RANDOM_BYTES = 20;

    private static final int GROUP = 4;

    private final byte[] bytes;

    private TotpSecret(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("A secret without a single byte");
        }
        this.bytes = bytes;
    }

    /** A fresh secret of 20 random bytes. */
    public static TotpSecret random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new TotpSecret(bytes);
    }

    /**
     * Reads {@link #base32()} or {@link #grouped()}; case, spaces, dashes and padding do not matter.
     *
     * @throws IllegalArgumentException if the text is empty or no Base32; the message does not repeat it
     */
    public static TotpSecret ofBase32(String base32) {
        return new TotpSecret(Base32.decode(base32));
    }

    /** A copy of the key, as the HMAC takes it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Upper-case Base32 without padding: what is stored and what the {@code otpauth} address carries. */
    public String base32() {
        return Base32.encode(bytes);
    }

    /** {@link #base32()} in groups of four with spaces between them, for a person who types it. */
    public String grouped() {
        String text = base32();
        StringBuilder grouped = new StringBuilder(text.length() * 5 / GROUP);
        for (int i = 0; i < text.length(); i++) {
            if (i > 0 && i % GROUP == 0) {
                grouped.append(' ');
            }
            grouped.append(text.charAt(i));
        }
        return grouped.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TotpSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TotpSecret[****]";
    }
}
