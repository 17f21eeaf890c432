package io.github.keycloaktwofactor.totp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The {@code otpauth} address that carries a new secret to an authenticator, in a QR code or as a link (Key URI
 * Format). It holds the secret, so {@link #toString()} is masked.
 */
public final class OtpauthUri {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Limits of the encoded names. With both at their limit the address still fits a QR code. */
    private static final int LONGEST_ISSUER = 300;

    private static final int LONGEST_ACCOUNT = 900;

    private final String value;

    private OtpauthUri(String value) {
        this.value = value;
    }

    /**
     * The address for a new authenticator.
     *
     * <p>The issuer is in the label and in the parameter, equal: some apps read only one of them.
     * Algorithm, digits and period are always named. A colon would end the issuer, so it becomes a space in both names;
     * names too long for a QR code are cut.
     *
     * @param issuer what the app shows as the service; if blank, none is sent
     * @param account what the app shows as the account
     */
    public static OtpauthUri of(String issuer, String account, TotpSecret secret, OtpParameters parameters) {
        String service = encoded(plain(issuer), LONGEST_ISSUER);
        String label = encoded(plain(account), LONGEST_ACCOUNT);
        StringBuilder uri = new StringBuilder("otpauth://");
        uri.append(
                switch (parameters.kind()) {
                    case TOTP -> "totp/";
                    case HOTP -> "hotp/";
                });
        if (!service.isEmpty()) {
            uri.append(service).append(':');
        }
        uri.append(label).append("?secret=").append(secret.base32());
        if (!service.isEmpty()) {
            uri.append("&issuer=").append(service);
        }
        uri.append("&algorithm=").append(parameters.algorithm().uriName());
        uri.append("&digits=").append(parameters.digits());
        uri.append(
                switch (parameters.kind()) {
                    case TOTP -> "&period=" + parameters.period();
                    case HOTP -> "&counter=0";
                });
        return new OtpauthUri(uri.toString());
    }

    /** The whole address, secret included; ASCII only. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "OtpauthUri[****]";
    }

    private static String plain(String name) {
        return name.replaceAll("[:\\p{Cntrl}]", " ").strip();
    }

    /**
     * Percent-encodes everything but the unreserved characters of RFC 3986 §2.3. {@link java.net.URLEncoder} is no
     * help: it writes a space as a plus, and Google Authenticator shows that plus.
     */
    private static String encoded(String name, int longest) {
        StringBuilder encoded = new StringBuilder(name.length());
        for (int codePoint : name.codePoints().toArray()) {
            String next = isUnreserved(codePoint) ? Character.toString(codePoint) : percent(codePoint);
            if (encoded.length() + next.length() > longest) {
                break;
            }
            encoded.append(next);
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String percent(int codePoint) {
        StringBuilder percent = new StringBuilder();
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            percent.append('%').append(HEX.toHexDigits(octet));
        }
        return percent.toString();
    }
}
