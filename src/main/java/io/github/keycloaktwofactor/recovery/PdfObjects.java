package io.github.keycloaktwofactor.recovery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The numbered objects of a PDF file and how they are written, ISO 32000-1 §7.5. */
final class PdfObjects {

    private final List<String> bodies = new ArrayList<>();

    /** Takes the next number; its object is put later. */
    int reserve() {
        bodies.add("null");
        return bodies.size();
    }

    void put(int number, String body) {
        bodies.set(number - 1, body);
    }

    int add(String body) {
        int number = reserve();
        put(number, body);
        return number;
    }

    static String reference(int number) {
        return number + " 0 R";
    }

    /** A text string: ASCII as it is, anything else in UTF-16; in hexadecimal digits, so nothing needs an escape. */
    static String text(String text) {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        return hex(text.getBytes(ascii ? StandardCharsets.US_ASCII : StandardCharsets.UTF_16));
    }

    static String hex(byte[] bytes) {
        return "<" + HexFormat.of().formatHex(bytes) + ">";
    }

    byte[] file(int root, int info) {
        StringBuilder file = new StringBuilder("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        StringBuilder table = new StringBuilder("xref\n0 " + (bodies.size() + 1) + "\n0000000000 65535 f \n");
        for (int i = 0; i < bodies.size(); i++) {
            table.append("%010d 00000 n \n".formatted(file.length()));
            file.append(i + 1).append(" 0 obj\n").append(bodies.get(i)).append("\nendobj\n");
        }
        int start = file.length();
        file.append(table)
                .append("trailer\n<</Size ")
                .append(bodies.size() + 1)
                .append(" /Root ")
                .append(reference(root))
                .append(" /Info ")
                .append(reference(info))
                .append(">>\nstartxref\n")
                .append(start)
                .append("\n%%EOF\n");
        return file.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
