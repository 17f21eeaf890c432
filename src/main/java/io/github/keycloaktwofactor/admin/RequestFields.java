package io.github.keycloaktwofactor.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a request's JSON, read one by one. All problems are reported in one response. */
final class RequestFields {

    /** Limit for the reason of a change: enough for ticket numbers and a sentence. */
    private static final int LONGEST_REASON = 255;

    /** As long as Keycloak's own columns. */
    private static final int LONGEST_ID = 255;

    private final Map<String, @Nullable Object> unread;
    private final RequestProblems problems = new RequestProblems();

    RequestFields(@Nullable Map<String, @Nullable Object> fields) {
        this.unread = fields == null ? new HashMap<>() : new HashMap<>(fields);
    }

    /** The reason that the administrator gives: one line, not blank. */
    String reason() {
        Object value = unread.remove("reason");
        if (!(value instanceof String reason) || reason.isBlank()) {
            problem("reason", "A reason is needed, such as the number of a ticket");
            return "";
        }
        if (reason.strip().length() > LONGEST_REASON) {
            problem("reason", "A reason has at most " + LONGEST_REASON + " characters");
        } else if (reason.strip().chars().anyMatch(Character::isISOControl)) {
            problem("reason", "A reason is one line of text");
        }
        return reason.strip();
    }

    /** A text that identifies something; null if omitted. */
    @Nullable
    String idIfGiven(String name) {
        Object value = unread.remove(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String id && !id.isBlank() && id.length() <= LONGEST_ID && id.indexOf('\0') < 0) {
            return id;
        }
        problem(name, name + " must be an id");
        return null;
    }

    /** A moment after now, in epoch milliseconds; now if it is not one. */
    Instant momentWithin(String name, Instant now, Duration longest) {
        Object value = unread.remove(name);
        if ((value instanceof Long || value instanceof Integer)
                && ((Number) value).longValue() > now.toEpochMilli()
                && ((Number) value).longValue() <= now.plus(longest).toEpochMilli()) {
            return Instant.ofEpochMilli(((Number) value).longValue());
        }
        problem(
                name,
                "%s must be a time in epoch milliseconds, at most %d days from now".formatted(name, longest.toDays()));
        return now;
    }

    /** Adds a problem that is found elsewhere. */
    void problem(String name, String text) {
        problems.add(name, text);
    }

    /** A boolean; true if omitted. */
    boolean yesUnlessNo(String name) {
        Object value = unread.getOrDefault(name, true);
        unread.remove(name);
        if (value instanceof Boolean yes) {
            return yes;
        }
        problem(name, name + " must be true or false");
        return true;
    }

    /** One or more of the known values. */
    List<String> someOf(String name, List<String> known) {
        List<String> found = new ArrayList<>();
        if (!(unread.remove(name) instanceof Collection<?> values) || values.isEmpty()) {
            problem(name, name + " must be an array of one or more of " + String.join(", ", known));
            return found;
        }
        for (Object value : values) {
            if (value instanceof String text && known.contains(text)) {
                found.add(text);
            } else {
                problem(name, name + " may have " + String.join(", ", known) + " and nothing else");
                return found;
            }
        }
        return found;
    }

    /** Responds with 400 if there was any problem, or if the request has unknown fields. */
    void done() {
        unread.keySet().stream().sorted().forEach(name -> problem(name, "Unknown field " + name));
        if (!problems.isEmpty()) {
            throw problems.answer(". ");
        }
    }
}
