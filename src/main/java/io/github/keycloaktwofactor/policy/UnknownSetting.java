package io.github.keycloaktwofactor.policy;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An unknown key in the config of the guard.
 *
 * @param key as it was stored or sent
 */
record UnknownSetting(String key) {

    /** Longer keys are no misspelling, and comparing them would be slow. */
    private static final int LONGEST = 60;

    /** The error text when it is refused. */
    String refusal() {
        return SettingProblem.quote(key) + " is not a setting of two-factor" + suggestion(". Did you mean %s?", ".");
    }

    /** The problem text when it was stored without validation. */
    String ignored() {
        return "unknown setting " + SettingProblem.quote(key) + " is ignored" + suggestion(" (did you mean %s?)", "");
    }

    private String suggestion(String text, String none) {
        return nearest()
                .map(setting -> text.formatted(SettingProblem.quote(setting.key())))
                .orElse(none);
    }

    /** The setting whose key has the smallest edit distance, if at most a third of its length. */
    Optional<Setting> nearest() {
        if (key.length() > LONGEST) {
            return Optional.empty();
        }
        return Stream.of(Setting.values())
                .filter(setting -> distance(setting) <= setting.key().length() / 3)
                .min(Comparator.comparingInt(this::distance));
    }

    /** Levenshtein distance, ignoring case. */
    private int distance(Setting setting) {
        String from = letters(key);
        String to = letters(setting.key());
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }

    /** Ignores separators that only differ by the convention of a tool, as in {@code require-everyone}. */
    private static String letters(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }
}
