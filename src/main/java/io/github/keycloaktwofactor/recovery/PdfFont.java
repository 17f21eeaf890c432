package io.github.keycloaktwofactor.recovery;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** The two of the fourteen fonts that every PDF viewer has of its own, with the 218 characters of WinAnsi. */
enum PdfFont {
    TEXT("Helvetica", "F1"),
    CODE("Courier-Bold", "F2");

    private static final Charset WIN_ANSI = Charset.forName("windows-1252");

    // From Adobe's font metrics, for the characters from the space to the tilde.
    private static final int[] HELVETICA = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584
    };

    private final String fontName;
    private final String resource;

    PdfFont(String fontName, String resource) {
        this.fontName = fontName;
        this.resource = resource;
    }

    String fontName() {
        return fontName;
    }

    /** The name by which the page's content calls it. */
    String resource() {
        return resource;
    }

    /** In thousandths of the size, never less than the real width. */
    int width(int character) {
        return switch (this) {
            case TEXT -> widthInHelvetica(character);
            case CODE -> 600;
        };
    }

    private static int widthInHelvetica(int character) {
        if (' ' <= character && character <= '~') {
            return HELVETICA[character - ' '];
        }
        int letter = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
                .codePointAt(0);
        // A letter with an accent is as wide as without, or as the accent is; anything else counts as the widest.
        return 'A' <= letter && letter <= 'z' ? Math.max(HELVETICA[letter - ' '], 333) : 1000;
    }

    /** Whether every character of the text can be drawn. */
    static boolean canShow(String text) {
        return WIN_ANSI.newEncoder().canEncode(text);
    }

    static byte[] encode(String text) {
        return text.getBytes(WIN_ANSI);
    }

    /** The text in lines that fit, broken at spaces where there are any. */
    List<String> wrap(String text, int size, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String joined = line.isEmpty() ? word : line + " " + word;
            if (!fits(joined, size, room)) {
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                }
                joined = word;
                while (!fits(joined, size, room)) {
                    int end = joined.length() - 1;
                    while (!fits(joined.substring(0, end), size, room)) {
                        end--;
                    }
                    lines.add(joined.substring(0, end));
                    joined = joined.substring(end);
                }
            }
            line.setLength(0);
            line.append(joined);
        }
        lines.add(line.toString());
        return lines;
    }

    private boolean fits(String text, int size, int room) {
        return text.codePoints().map(this::width).sum() * size <= room * 1000;
    }
}
