package io.github.keycloaktwofactor.policy;

/**
 * Why the stored value of a setting cannot be used.
 *
 * @param text a sentence without subject and full stop, with the invalid value
 */
record SettingProblem(Setting setting, String text) {

    private static final int SHOWN = 80;

    /** A stored value for messages and the log: quoted, on one line, truncated. */
    static String quote(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
    }
}
