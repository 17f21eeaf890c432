package io.github.keycloaktwofactor.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The token of a known browser, in which a user has passed a code. It skips nothing: codes that are entered there only have
 * their own counter.
 *
 * @param id 256 random bits in Base64, kept when the token is renewed
 * @param issued when it was issued or renewed, in epoch seconds
 * @param mac authenticates the other fields, the user and the credential
 */
record BrowserToken(String id, long issued, String mac) {

    /** How long it is valid after the last accepted code. */
    static final Duration LIFE = Duration.ofDays(365);

    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9_-]{43})\\.(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

    private static final int BYTES = 32;

    /** Clock skew between the nodes of a cluster. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";

    /** A new id. */
    static String randomId(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Issues the token for a browser in which the owner has passed a code of the credential. */
    static BrowserToken sign(String id, Instant now, SecretKey key, Owner owner, String credentialId) {
        long issued = now.getEpochSecond();
        return new BrowserToken(id, issued, mac(id, issued, key, owner, credentialId));
    }

    /** Parses the value of a cookie; empty if it was never issued. */
    static Optional<BrowserToken> parse(@Nullable String value) {
        Matcher token = VALUE.matcher(value == null ? "" : value);
        return token.matches()
                ? Optional.of(new BrowserToken(token.group(1), Long.parseLong(token.group(2)), token.group(3)))
                : Optional.empty();
    }

    /** Whether it is neither expired nor issued in the future. */
    boolean lasts(Instant now) {
        Instant at = Instant.ofEpochSecond(issued);
        return at.plus(LIFE).isAfter(now) && at.minus(CLOCKS_APART).isBefore(now);
    }

    /** Whether its MAC is that of the key, for that owner and credential. */
    boolean isSigned(SecretKey key, Owner owner, String credentialId) {
        return MessageDigest.isEqual(
                mac.getBytes(StandardCharsets.US_ASCII),
                mac(id, issued, key, owner, credentialId).getBytes(StandardCharsets.US_ASCII));
    }

    /** The value of the cookie. */
    String text() {
        return id + "." + issued + "." + mac;
    }

    private static String mac(String id, long issued, SecretKey key, Owner owner, String credentialId) {
        // Ids may contain any character, so they are hashed; the first line separates this from other uses of the key.
        String signed = String.join(
                "\n",
                "two-factor-browser",
                DeviceToken.hash(owner.realmId()),
                DeviceToken.hash(owner.userId()),
                DeviceToken.hash(credentialId),
                id,
                Long.toString(issued));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "BrowserToken[…]";
    }

    /** Whose browser it is. */
    record Owner(String realmId, String userId) {}
}
