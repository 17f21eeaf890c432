package io.github.keycloaktwofactor.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Something that only its owner, or only the server, may know.
 *
 * @param name what it is, such as {@code key of alice}
 * @param forms every way in which people or programs write it
 */
record Secret(String name, Set<String> forms) {

    /** The key of an authenticator. */
    static Secret key(String name, String base32, byte[] bytes) {
        Set<String> forms = new LinkedHashSet<>();
        String grouped = base32.replaceAll("(.{4})(?=.)", "$1 ");
        for (String text : new String[] {base32, grouped, grouped.replace(' ', '-'), grouped.replace(" ", "%20")}) {
            forms.add(text);
            forms.add(text.toLowerCase(Locale.ROOT));
        }
        forms.addAll(ofBytes(bytes));
        return new Secret(name, forms);
    }

    /** A code for one use, of digits. */
    static Secret code(String name, String digits) {
        int half = digits.length() / 2;
        return new Secret(name, Set.of(digits, digits.substring(0, half) + " " + digits.substring(half)));
    }

    static Secret recoveryCode(String name, String code) {
        Set<String> forms = new LinkedHashSet<>();
        for (String text : new String[] {code, code.replace("-", ""), code.replace('-', ' ')}) {
            forms.add(text);
            forms.add(text.toLowerCase(Locale.ROOT));
        }
        return new Secret(name, forms);
    }

    /** A word that means the same only as it is. */
    static Secret word(String name, String word) {
        return new Secret(name, Set.of(word));
    }

    /** What stands in a database in Base64. */
    static Secret stored(String name, String base64) {
        return new Secret(name, ofBytes(Base64.getDecoder().decode(base64)));
    }

    private static Set<String> ofBytes(byte[] bytes) {
        HexFormat hex = HexFormat.of();
        return new LinkedHashSet<>(List.of(
                hex.formatHex(bytes),
                hex.withUpperCase().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Arrays.toString(bytes),
                new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public String toString() {
        return name;
    }
}
