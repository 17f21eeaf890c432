package io.github.keycloaktwofactor.recovery;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The text file of recovery codes that a person downloads: service, account, date, codes and how to use them. Neither
 * the password nor the authenticator's key is in it.
 */
public final class RecoveryCodeSheet {

    /** Two characters, so that every Windows editor shows the lines; other systems do not mind. */
    private static final String LINE_END = "\r\n";

    private static final String BETWEEN_COLUMNS = " ".repeat(5);

    private static final int LONGEST_FILE_NAME = 64;

    private RecoveryCodeSheet() {}

    /** The sheet's text: numbered codes in two columns, read down the first, then down the second. */
    public static String text(SheetText words, List<RecoveryCode> codes) {
        StringBuilder text = new StringBuilder();
        line(text, words.title());
        words.about().forEach(each -> line(text, each));
        line(text, "");
        int rows = (codes.size() + 1) / 2;
        for (int row = 0; row < rows; row++) {
            int second = row + rows;
            String right = second < codes.size() ? BETWEEN_COLUMNS + numbered(second, codes) : "";
            line(text, numbered(row, codes) + right);
        }
        line(text, "");
        words.notes().forEach(each -> line(text, each));
        return text.toString();
    }

    /**
     * {@code <issuer>-recovery-codes}, the name of a file without its ending. Letters of any script, digits, full stops and underscores stay; runs of
     * anything else become one dash, so no system takes the name for a path, a hidden file or an option.
     */
    public static String fileName(String issuer) {
        String safe = Normalizer.normalize(issuer, Normalizer.Form.NFC)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}._]+", "-")
                .replaceAll("^[-.]+", "");
        int end = Math.min(safe.codePointCount(0, safe.length()), LONGEST_FILE_NAME);
        String name = safe.substring(0, safe.offsetByCodePoints(0, end)).replaceAll("[-.]+$", "");
        return name.isEmpty() ? "recovery-codes" : name + "-recovery-codes";
    }

    /** {@link #text} as the address of a link with {@code download}: nothing is fetched later, no script is needed. */
    public static String dataUri(SheetText words, List<RecoveryCode> codes) {
        byte[] text = text(words, codes).getBytes(StandardCharsets.UTF_8);
        return "data:text/plain;charset=utf-8;base64," + Base64.getEncoder().encodeToString(text);
    }

    private static String numbered(int index, List<RecoveryCode> codes) {
        return String.format(
                Locale.ROOT, "%2d.  %s", index + 1, codes.get(index).display());
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(LINE_END);
    }
}
