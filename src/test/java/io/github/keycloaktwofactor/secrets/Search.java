package io.github.keycloaktwofactor.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds any of many secrets in long texts, in one pass each: by the first eight characters, then in full. */
final class Search {

    private static final int START = 8;

    /** A form no longer than this might be a part of a longer number or id. */
    private static final int MAYBE_CHANCE = 9;

    private record Form(Secret secret, String text) {}

    /**
     * Something that was found.
     *
     * @param around what stands around it
     */
    record Find(Secret secret, Artefact artefact, String around) {}

    private static final int HASHES = 1 << 20;

    private final Map<Long, List<Form>> forms = new HashMap<>();

    /** Hashes of the starts: nearly every place of a text is passed by without more. */
    private final boolean[] starts = new boolean[HASHES];

    Search(List<Secret> secrets) {
        for (Secret secret : secrets) {
            for (String form : secret.forms()) {
                assertThat(form).hasSizeGreaterThanOrEqualTo(START);
                long start = 0;
                for (int i = 0; i < START; i++) {
                    start = start << Byte.SIZE | (form.charAt(i) & 0xFF);
                }
                forms.computeIfAbsent(start, none -> new ArrayList<>()).add(new Form(secret, form));
                starts[hash(start)] = true;
            }
        }
    }

    /** Each secret that stands in the artefact, once. */
    List<Find> in(Artefact artefact) {
        Map<Secret, Find> finds = new LinkedHashMap<>();
        String text = artefact.text();
        long last = 0;
        for (int i = 0; i < text.length(); i++) {
            last = last << Byte.SIZE | (text.charAt(i) & 0xFF);
            if (starts[hash(last)]) {
                found(artefact, i - START + 1, last, finds);
            }
        }
        return List.copyOf(finds.values());
    }

    private void found(Artefact artefact, int at, long start, Map<Secret, Find> finds) {
        String text = artefact.text();
        for (Form form : forms.getOrDefault(start, List.of())) {
            if (at >= 0 && text.startsWith(form.text(), at) && alone(text, at, form.text())) {
                finds.putIfAbsent(form.secret(), new Find(form.secret(), artefact, around(text, at)));
            }
        }
    }

    private static int hash(long start) {
        return (int) (start * 0x9E3779B97F4A7C15L >>> 44);
    }

    private static boolean alone(String text, int start, String form) {
        int end = start + form.length();
        return form.length() > MAYBE_CHANCE
                || ((start == 0 || !isPartOfAWord(text.charAt(start - 1)))
                        && (end == text.length() || !isPartOfAWord(text.charAt(end))));
    }

    private static boolean isPartOfAWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 120));
    }
}
