package io.github.keycloaktwofactor.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is left where others may read it.
 *
 * @param name what it is, such as {@code log}
 */
record Artefact(String name, String text) {

    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9_-]{16,}");

    /** Of addresses, cookies and tokens, with what is legible of their encoded parts. */
    static Artefact opened(String name, String text) {
        StringBuilder all = new StringBuilder(text);
        Matcher parts = ENCODED.matcher(text);
        while (parts.find()) {
            String part = parts.group();
            String whole = part.substring(0, part.length() - (part.length() % 4 == 1 ? 1 : 0));
            all.append('\n').append(new String(Base64.getUrlDecoder().decode(whole), StandardCharsets.ISO_8859_1));
        }
        return new Artefact(name, all.toString());
    }

    @Override
    public String toString() {
        return name;
    }
}
