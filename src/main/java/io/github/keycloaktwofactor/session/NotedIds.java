package io.github.keycloaktwofactor.session;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ids in a note, URL-encoded and separated by blanks: an imported credential may have any id. */
final class NotedIds {

    private NotedIds() {}

    static String join(Collection<String> ids) {
        return ids.stream()
                .map(id -> URLEncoder.encode(id, StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    static List<String> split(@Nullable String note) {
        return note == null || note.isEmpty()
                ? List.of()
                : Arrays.stream(note.split(" "))
                        .map(id -> URLDecoder.decode(id, StandardCharsets.UTF_8))
                        .toList();
    }
}
