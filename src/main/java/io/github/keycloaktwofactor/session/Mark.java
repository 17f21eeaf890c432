package io.github.keycloaktwofactor.session;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a successful second factor leaves in the session, stored as {@code 1|method|epoch second|user id}.
 *
 * @param method how the second factor was passed
 * @param at when
 * @param userId who passed it; a mark says nothing about anybody else
 */
public record Mark(MarkMethod method, Instant at, String userId) {

    private static final String FORMAT = "1";

    /** The mark that the text says, or empty for a text that cannot be read, which then counts as no mark. */
    static Optional<Mark> parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split("\\|", 4);
        if (parts.length != 4 || !parts[0].equals(FORMAT) || !parts[2].matches("\\d{1,12}")) {
            return Optional.empty();
        }
        return MarkMethod.of(parts[1])
                .map(method -> new Mark(method, Instant.ofEpochSecond(Long.parseLong(parts[2])), parts[3]));
    }

    String text() {
        return String.join("|", FORMAT, method.text(), Long.toString(at.getEpochSecond()), userId);
    }
}
