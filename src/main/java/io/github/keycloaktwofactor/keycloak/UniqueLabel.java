package io.github.keycloaktwofactor.keycloak;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A label for a new credential that is unique among the user's credentials of its type. Keycloak refuses a label that
 * differs only in case or surrounding spaces, and users can rename theirs.
 */
public final class UniqueLabel {

    /** Maximum length: the width of Keycloak's column. */
    private static final int LENGTH = 255;

    private UniqueLabel() {}

    /** The wanted label, with the first number from 2 that makes it unique if it is taken. */
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
