package io.github.keycloaktwofactor.policy;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The admin console's format for a list in a config value: one string, the elements joined by {@code ##}. */
final class StoredList {

    private static final String SEPARATOR = "##";

    private StoredList() {}

    /** The elements in order, trimmed, without empty or repeated ones. */
    static List<String> split(@Nullable String stored) {
        if (stored == null) {
            return List.of();
        }
        return Stream.of(stored.split(SEPARATOR))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether an element is empty. A blank value is not a list. */
    static boolean hasEmptyElement(@Nullable String stored) {
        return stored != null
                && !stored.isBlank()
                && Stream.of(stored.split(SEPARATOR, -1)).anyMatch(String::isBlank);
    }

    static String join(Collection<String> elements) {
        return String.join(SEPARATOR, elements);
    }
}
