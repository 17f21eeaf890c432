package io.github.keycloaktwofactor.recovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One recovery code: groups of four from 32 symbols that nobody mistakes for one another (0-9 and A-Z without I, L, O
 * and U, as in Crockford's Base32), never digits alone, so that it is never taken for a one-time password. {@link
 * #toString()} is masked; {@link #display()} is for the page and the sheet that the person is given.
 */
public final class RecoveryCode {

    static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    static final int GROUP = 4;
    static final int FEWEST_GROUPS = 2;
    static final int MOST_GROUPS = 6;

    /** Far above the longest code with its separators, far below what would cost anything to look at. */
    private static final int LONGEST_INPUT = 100;

    private static final char MINUS_SIGN = '\u2212';

    /** What a Japanese keyboard writes when its dash key is pressed. */
    private static final char PROLONGED_SOUND_MARK = '\u30FC';

    /** As lists have it before a code, in which no full stop or bracket can be. */
    private static final Pattern LIST_NUMBER = Pattern.compile("^[\\p{Z}\\p{Cf}\\s]*\\p{Nd}{1,2}[.)]");

    private final String canonical;

    /** What a code of so many groups looks like, as pages tell it. */
    public static String shape(int groups) {
        return String.join("-", Collections.nCopies(groups, "X".repeat(GROUP)));
    }

    private RecoveryCode(String canonical) {
        this.canonical = canonical;
    }

    /**
     * Reads what a person typed or pasted. Case, white space and dashes of any kind do not matter, full-width forms
     * count as what they look like, and so do the letter O (as 0) and the letters I and L (as 1). The number that a list
     * has before the code, as in {@code 1. XXXX-XXXX}, is left out.
     *
     * @return empty if no recovery code of any length (2 to 6 groups) can look like this; never throws
     */
    public static Optional<RecoveryCode> parse(String typed) {
        if (typed.length() > LONGEST_INPUT) {
            return Optional.empty();
        }
        StringBuilder symbols = new StringBuilder(MOST_GROUPS * GROUP);
        String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        for (char c : LIST_NUMBER.matcher(plain).replaceFirst("").toCharArray()) {
            if (!isIgnored(c)) {
                symbols.append(symbol(c));
            }
        }
        return ofSymbols(symbols.toString());
    }

    /** The code of these symbols, if they are one. */
    static Optional<RecoveryCode> ofSymbols(String symbols) {
        boolean wellFormed = symbols.length() >= FEWEST_GROUPS * GROUP
                && symbols.length() <= MOST_GROUPS * GROUP
                && symbols.length() % GROUP == 0
                && symbols.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                && !symbols.chars().allMatch(Character::isDigit);
        return wellFormed ? Optional.of(new RecoveryCode(symbols)) : Optional.empty();
    }

    /** The code as it is shown: {@code XXXX-XXXX}. */
    public String display() {
        StringBuilder display = new StringBuilder(canonical.length() * 5 / GROUP);
        for (int i = 0; i < canonical.length(); i++) {
            if (i > 0 && i % GROUP == 0) {
                display.append('-');
            }
            display.append(canonical.charAt(i));
        }
        return display.toString();
    }

    /** The symbols without dashes, ASCII: what is hashed. */
    String canonical() {
        return canonical;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecoveryCode code && MessageDigest.isEqual(ascii(), code.ascii());
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return "RecoveryCode[****]";
    }

    private byte[] ascii() {
        return canonical.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isIgnored(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || c == MINUS_SIGN
                || c == PROLONGED_SOUND_MARK;
    }

    private static String symbol(char c) {
        return switch (c) {
            case 'O', 'o' -> "0";
            case 'I', 'i', 'L', 'l' -> "1";
            default -> {
                int digit = Character.digit(c, 10);
                yield digit < 0 ? String.valueOf(c).toUpperCase(Locale.ROOT) : String.valueOf(digit);
            }
        };
    }
}
