package io.github.keycloaktwofactor.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted browser holds: 256 random bits, and nothing else. It says neither whose it is nor which device.
 *
 * @param text the value of the cookie
 */
record DeviceToken(String text) {

    private static final int BYTES = 32;

    static DeviceToken random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DeviceToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The token in a cookie, or empty for a value that was never handed out. */
    static Optional<DeviceToken> parse(@Nullable String value) {
        return value != null && value.matches("[A-Za-z0-9_-]{43}")
                ? Optional.of(new DeviceToken(value))
                : Optional.empty();
    }

    /** What the server keeps of it. A fast hash is enough: nobody guesses 256 random bits. */
    String hash() {
        return hash(text);
    }

    /** Whether the server keeps this hash of it. */
    boolean hashesTo(String stored) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    /** SHA-256 in hexadecimal. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "DeviceToken[…]";
    }
}
