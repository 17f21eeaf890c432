package io.github.keycloaktwofactor.notification;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where mails about one user go. */
final class Recipients {

    private Recipients() {}

    /**
     * The addresses, each once.
     *
     * @param present the user's address if it is verified, or null
     * @param left the address that the user was just given up for another, or null
     * @param former those before that are still told
     */
    static List<String> of(@Nullable String present, @Nullable String left, List<String> former) {
        return Stream.concat(Stream.of(present, left).filter(Objects::nonNull), former.stream())
                .map(address -> address.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}
