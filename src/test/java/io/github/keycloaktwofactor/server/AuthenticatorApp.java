package io.github.keycloaktwofactor.server;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The authenticator app on a person's phone: RFC 4226 and RFC 6238, written apart from the product's own code so that a
 * mistake there does not repeat itself here.
 *
 * @param key the shared secret's bytes
 * @param mac the JCA name, {@code HmacSHA1} and so on
 * @param digits length of a code
 * @param period seconds of a time step
 * @param issuer as the otpauth address names it, in its label's prefix or its parameter
 * @param account the otpauth label without the issuer
 * @param parameters all parameters of the otpauth address, decoded
 */
public record AuthenticatorApp(
        byte[] key, String mac, int digits, int period, String issuer, String account, Map<String, String> parameters) {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** With the default parameters: SHA-1, 6 digits, 30 seconds. */
    public static AuthenticatorApp ofSecret(String base32) {
        return new AuthenticatorApp(decode(base32), "HmacSHA1", 6, 30, "", "", Map.of());
    }

    public static AuthenticatorApp of(OtpSpec spec) {
        byte[] key = spec.base32() ? decode(spec.secret()) : spec.secret().getBytes(StandardCharsets.UTF_8);
        return new AuthenticatorApp(key, spec.algorithm(), spec.digits(), spec.period(), "", "", Map.of());
    }

    /** Reads an {@code otpauth://totp/…} address as an app that scanned it does. */
    public static AuthenticatorApp ofUri(String otpauth) {
        URI uri = URI.create(otpauth);
        if (!"otpauth".equals(uri.getScheme())) {
            throw new IllegalArgumentException(otpauth);
        }
        Map<String, String> parameters = Http.parameters(uri.getRawQuery());
        // An app splits the label before it decodes: a colon inside a name comes as %3A.
        String label = uri.getRawPath().substring(1);
        int colon = label.indexOf(':');
        String prefix = colon < 0 ? "" : plain(label.substring(0, colon));
        String algorithm = parameters.getOrDefault("algorithm", "SHA1").toUpperCase(Locale.ROOT);
        return new AuthenticatorApp(
                decode(parameters.getOrDefault("secret", "")),
                "Hmac" + algorithm,
                Integer.parseInt(parameters.getOrDefault("digits", "6")),
                Integer.parseInt(parameters.getOrDefault("period", "30")),
                parameters.getOrDefault("issuer", prefix),
                plain(label.substring(colon + 1)),
                parameters);
    }

    /** The code that the app shows at that moment (RFC 6238 §4). */
    public String code(Instant when) {
        return code(when, 0);
    }

    /** The code that the app showed, or will show, {@code steps} time steps away. */
    public String code(Instant when, int steps) {
        return hotp(Math.floorDiv(when.getEpochSecond(), (long) period) + steps);
    }

    /** A code of the right length that is none of those within five steps of that moment. */
    public String wrong(Instant when) {
        Set<String> near = new HashSet<>();
        IntStream.rangeClosed(-5, 5).forEach(steps -> near.add(code(when, steps)));
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(this::padded)
                .filter(code -> !near.contains(code))
                .findFirst()
                .orElseThrow();
    }

    /** RFC 4226 §5.3. */
    public String hotp(long counter) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, mac));
            byte[] hash = hmac.doFinal(
                    ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
            int offset = hash[hash.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            return padded((int) (truncated % Math.pow(10, digits)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String padded(int number) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    private static String plain(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static byte[] decode(String base32) {
        String letters = base32.replaceAll("[\\s=-]", "").toUpperCase(Locale.ROOT);
        ByteBuffer bytes = ByteBuffer.allocate(letters.length() * 5 / 8);
        int bits = 0;
        int count = 0;
        for (char letter : letters.toCharArray()) {
            int value = BASE32.indexOf(letter);
            if (value < 0) {
                throw new IllegalArgumentException("Not Base32: " + base32);
            }
            bits = (bits << 5) | value;
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes.put((byte) (bits >> count));
                bits &= (1 << count) - 1;
            }
        }
        return bytes.array();
    }
}
