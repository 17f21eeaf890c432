package io.github.keycloaktwofactor.policy;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key in the config of the guard that is no setting.
 *
 * @param key as it was stored or sent
 */
record UnknownSetting(String key) {

    /** Longer ones are misspelt beyond recognition, and comparing them would take long. */
    private static final int LONGEST = 60;

    /** Why it is refused. */
    String refusal() {
        return SettingProblem.quote(key) + " is not a setting of two-factor" + suggestion(". Did you mean %s?", ".");
    }

    /** What becomes of one that was stored all the same. */
    String ignored() {
        return "unknown setting " + SettingProblem.quote(key) + " is ignored" + suggestion(" (did you mean %s?)", "");
    }

    private String suggestion(String text, String none) {
        return nearest()
                .map(setting -> text.formatted(SettingProblem.quote(setting.key())))
                .orElse(none);
    }

    /** The setting whose key differs in the fewest characters, if those are no more than a third of it. */
    Optional<Setting> nearest() {
        if (key.length() > LONGEST) {
            return Optional.empty();
        }
        return Stream.of(Setting.values())
                .filter(setting -> distance(setting) <= setting.key().length() / 3)
                .min(Comparator.comparingInt(this::distance));
    }

    /** Characters to add, remove or replace (Levenshtein), whatever their case. */
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

    /** Without what tells only the spelling of other tools apart, as in {@code require-everyone}. */
    private static String letters(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }
}
