package io.github.keycloaktwofactor.keycloak;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A label for a new credential that no other of its type and user has. Keycloak refuses one that differs from another in
 * case or in blanks around it alone, and people can rename theirs.
 */
public final class UniqueLabel {

    /** What Keycloak's column holds. */
    private static final int LENGTH = 255;

    private UniqueLabel() {}

    /** The wanted label, or the same with the first number from 2 that makes it free. */
    public static String of(String wanted, Stream<@Nullable String> taken) {
        List<String> labels =
                taken.filter(Objects::nonNull).map(label -> label.trim()).toList();
        String free = numbered(wanted, "");
        for (int number = 2; labels.stream().anyMatch(free.trim()::equalsIgnoreCase); number++) {
            free = numbered(wanted, " " + number);
        }
        return free;
    }

    private static String numbered(String wanted, String number) {
        return wanted.substring(0, Math.min(wanted.length(), LENGTH - number.length())) + number;
    }
}
