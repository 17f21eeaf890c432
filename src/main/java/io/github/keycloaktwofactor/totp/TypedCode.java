package io.github.keycloaktwofactor.totp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The normalized input of a code field: digits of any script become ASCII digits, and separators (white space, invisible
 * characters, dashes of any kind) are removed. It may be a valid code, so {@link #toString()} is masked.
 */
public final class TypedCode {

    /** Far longer than any code with its separators, and cheap to process. */
    private static final int LONGEST = 100;

    private static final int MINUS_SIGN = 0x2212;

    /** What a Japanese keyboard writes when its dash key is pressed. */
    private static final int PROLONGED_SOUND_MARK = 0x30FC;

    private final String text;
    private final boolean malformed;

    private TypedCode(String text, boolean malformed) {
        this.text = text;
        this.malformed = malformed;
    }

    /** Accepts any content of a form field; never throws. */
    public static TypedCode of(@Nullable String raw) {
        if (raw == null) {
            return new TypedCode("", false);
        }
        if (raw.length() > LONGEST) {
            return new TypedCode("", true);
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int codePoint : raw.codePoints().toArray()) {
            if (isIgnored(codePoint)) {
                continue;
            }
            if (Character.isISOControl(codePoint)) {
                return new TypedCode("", true);
            }
            int digit = Character.digit(codePoint, 10);
            text.appendCodePoint(digit < 0 ? codePoint : '0' + digit);
        }
        return new TypedCode(text.toString(), false);
    }

    /** Empty, or only separators. */
    public boolean isEmpty() {
        return text.isEmpty() && !malformed;
    }

    /** Cannot be a code: longer than 100 characters, or with control characters. */
    public boolean isMalformed() {
        return malformed;
    }

    /** The code if it consists only of ASCII digits, of any length. */
    public Optional<String> digits() {
        boolean digitsOnly = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digitsOnly ? Optional.of(text) : Optional.empty();
    }

    /** The normalized text; empty if malformed. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "TypedCode[****]";
    }

    private static boolean isIgnored(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || Character.getType(codePoint) == Character.DASH_PUNCTUATION
                || codePoint == MINUS_SIGN
                || codePoint == PROLONGED_SOUND_MARK;
    }
}
