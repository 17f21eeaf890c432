package io.github.keycloaktwofactor.session;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Ids in a note, URL-encoded and separated by spaces: an imported credential may have any id. */
final class NotedIds {

    private NotedIds() {}

    static String join(Collection<String> ids) {
        StringJoiner noted = new StringJoiner(" ");
        for (String id : ids) {
            noted.add(URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        return noted.toString();
    }

    static List<String> split(@Nullable String note) {
        if (note == null || note.isEmpty()) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        for (String id : note.split(" ")) {
            ids.add(URLDecoder.decode(id, StandardCharsets.UTF_8));
        }
        return List.copyOf(ids);
    }
}
