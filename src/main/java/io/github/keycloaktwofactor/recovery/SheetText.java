package io.github.keycloaktwofactor.recovery;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a sheet of recovery codes says around the codes. A name with a line break in it writes no lines of its own.
 *
 * @param language the language of the words, as a tag of BCP 47
 * @param title the first line
 * @param about whose codes, and when they were made
 * @param notes how to use them
 */
public record SheetText(String language, String title, List<String> about, List<String> notes) {

    public SheetText {
        title = oneLine(title);
        about = about.stream().map(SheetText::oneLine).toList();
        notes = notes.stream().map(SheetText::oneLine).toList();
    }

    /** Every line, in order. */
    Stream<String> lines() {
        return Stream.of(Stream.of(title), about.stream(), notes.stream()).flatMap(lines -> lines);
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
