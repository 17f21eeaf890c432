package io.github.keycloaktwofactor.notification;

import org.jspecify.annotations.Nullable;

/** Sanitizes an untrusted text for a header, a log or a line of a mail. */
final class OneLine {

    private static final int SHOWN = 60;

    private OneLine() {}

    /** The text on one short line, without invisible characters. */
    static String of(@Nullable String text) {
        return of(text, SHOWN);
    }

    /** The same, with a maximum length. */
    static String of(@Nullable String text, int most) {
        String line = text == null
                ? ""
                : text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ").strip();
        return line.codePointCount(0, line.length()) > most
                ? line.substring(0, line.offsetByCodePoints(0, most)) + "…"
                : line;
    }
}
