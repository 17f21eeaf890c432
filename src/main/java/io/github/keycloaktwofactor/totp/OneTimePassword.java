package io.github.keycloaktwofactor.totp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one-time passwords of one key (RFC 4226 §5.3): set up once, asked for as many counters as needed. */
final class OneTimePassword {

    private final Mac mac;
    private final int digits;

    /** @throws IllegalArgumentException if the key is empty */
    OneTimePassword(byte[] key, OtpAlgorithm algorithm, int digits) {
        try {
            mac = Mac.getInstance(algorithm.keycloakName());
            mac.init(new SecretKeySpec(key, "RAW"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks " + algorithm.keycloakName(), e);
        }
        this.digits = digits;
    }

    /** The password at this counter or time step, leading zeros included. */
    String at(long counter) {
        byte[] hash =
                mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        int offset = hash[hash.length - 1] & 0xF;
        int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        String value = String.format(Locale.ROOT, "%010d", truncated);
        return value.substring(value.length() - digits);
    }

    /** The same as ASCII bytes, for a comparison in constant time. */
    byte[] bytesAt(long counter) {
        return at(counter).getBytes(StandardCharsets.US_ASCII);
    }
}
