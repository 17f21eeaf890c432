package io.github.keycloaktwofactor.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a request's JSON, read one by one. Everything that is wrong with them is told in one answer. */
final class RequestFields {

    /** What the reason of an act may have; ticket numbers and a sentence fit. */
    private static final int LONGEST_REASON = 255;

    private final Map<String, @Nullable Object> unread;
    private final RequestProblems problems = new RequestProblems();

    RequestFields(@Nullable Map<String, @Nullable Object> fields) {
        this.unread = fields == null ? new HashMap<>() : new HashMap<>(fields);
    }

    /** Why an administrator does it: one line that is not blank. */
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

    /** Yes or no; yes where nothing is said. */
    boolean yesUnlessNo(String name) {
        Object value = unread.getOrDefault(name, true);
        unread.remove(name);
        if (value instanceof Boolean yes) {
            return yes;
        }
        problem(name, name + " must be true or false");
        return true;
    }

    /** One or more of these texts. */
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

    /** Ends the call with 400 if anything was wrong, or if there are fields that nobody has read. */
    void done() {
        unread.keySet().stream().sorted().forEach(name -> problem(name, "Unknown field " + name));
        if (!problems.isEmpty()) {
            throw problems.answer(". ");
        }
    }

    private void problem(String name, String text) {
        problems.add(name, text);
    }
}
