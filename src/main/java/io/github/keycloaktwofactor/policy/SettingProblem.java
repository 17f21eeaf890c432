package io.github.keycloaktwofactor.policy;

/**
 * Why the stored value of a setting cannot be used.
 *
 * @param text a sentence without its beginning and full stop, naming the offending value
 */
record SettingProblem(Setting setting, String text) {

    private static final int SHOWN = 80;

    /** A stored value as messages and the log show it: in quotes, on one line, not longer than they can bear. */
    static String quote(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
    }
}
