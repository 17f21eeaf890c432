package io.github.keycloaktwofactor.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token of a trusted device: the device's id, which is constant, and 256 random bits, which are rotated on each use. A
 * replayed secret can thus still be assigned to its device.
 *
 * @param device id of the device's credential
 * @param secret the random bits in Base64
 */
record DeviceToken(String device, String secret) {

    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9_:-]{1,36})\\.([A-Za-z0-9_-]{43})");

    private static final int BYTES = 32;

    static DeviceToken random(String device, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DeviceToken(device, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Parses the value of a cookie; empty if it was never issued. */
    static Optional<DeviceToken> parse(@Nullable String value) {
        Matcher token = VALUE.matcher(value == null ? "" : value);
        return token.matches() ? Optional.of(new DeviceToken(token.group(1), token.group(2))) : Optional.empty();
    }

    /** The same secret with another device id. */
    DeviceToken of(String other) {
        return new DeviceToken(other, secret);
    }

    /** The value of the cookie. */
    String text() {
        return device + "." + secret;
    }

    /** The stored hash of the secret. A fast hash is enough: 256 random bits cannot be guessed. */
    String hash() {
        return hash(secret);
    }

    /** Whether this is the hash of the secret. */
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
