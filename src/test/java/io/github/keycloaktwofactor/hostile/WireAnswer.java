package io.github.keycloaktwofactor.hostile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came back.
 *
 * @param status 0 when the server said nothing at all
 * @param body as sent, perhaps in chunks
 */
record WireAnswer(int status, List<String> headers, String body) {

    private static final Pattern CHUNK = Pattern.compile("\r\n[0-9a-fA-F]+\r\n");

    static WireAnswer of(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new WireAnswer(0, List.of(), text);
        }
        List<String> lines = List.of(text.substring(0, end).split("\r\n"));
        String body = text.substring(end + 2);
        boolean chunked =
                lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).endsWith("chunked"));
        return new WireAnswer(
                Integer.parseInt(lines.get(0).split(" ")[1]),
                lines.subList(1, lines.size()),
                chunked ? CHUNK.matcher(body).replaceAll("") : body.substring(2));
    }

    Optional<String> location() {
        return values("location").stream().findFirst();
    }

    List<String> setCookies() {
        return values("set-cookie");
    }

    private List<String> values(String name) {
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
