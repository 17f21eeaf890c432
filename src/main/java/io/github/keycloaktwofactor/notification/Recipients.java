package io.github.keycloaktwofactor.notification;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The addresses for mails about one user. */
final class Recipients {

    private Recipients() {}

    /**
     * The addresses, each once.
     *
     * @param present the user's current address if it is verified, or null
     * @param left the address that was just replaced, or null
     * @param former earlier addresses that are still notified
     */
    static List<String> of(@Nullable String present, @Nullable String left, List<String> former) {
        return Stream.concat(Stream.of(present, left).filter(Objects::nonNull), former.stream())
                .map(address -> address.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}
