package io.github.keycloaktwofactor.report;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a report; a user must match all of them.
 *
 * @param filters none for all users. Disabled users are left out by all but {@link ReportFilter#DISABLED}
 * @param role a role that they have, written as in the settings
 * @param group a group that they are in, directly or in a subgroup: path or id
 * @param source {@code local}, or a user federation provider by name or id
 * @param search prefix of their user name, email, first or last name; several words each
 */
public record ReportQuery(
        Set<ReportFilter> filters,
        @Nullable String role,
        @Nullable String group,
        @Nullable String source,
        @Nullable String search) {

    /**
     * Reads the parameters of a request.
     *
     * @throws BadQueryException if a filter does not exist, or a text cannot be searched for
     */
    public static ReportQuery of(
            @Nullable String filter,
            @Nullable String role,
            @Nullable String group,
            @Nullable String source,
            @Nullable String search) {
        return new ReportQuery(
                ReportFilter.parse(filter),
                text("role", role),
                text("group", group),
                text("source", source),
                text("search", search));
    }

    /** The query, by the names of its parameters. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        shown.put("filter", filters.stream().map(ReportFilter::text).collect(Collectors.joining(",")));
        put(shown, "role", role);
        put(shown, "group", group);
        put(shown, "source", source);
        put(shown, "search", search);
        shown.values().removeIf(String::isEmpty);
        return shown;
    }

    private static void put(Map<String, String> shown, String key, @Nullable String value) {
        if (value != null) {
            shown.put(key, value);
        }
    }

    private static @Nullable String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.indexOf('\0') >= 0 || value.length() > 255) {
            throw new BadQueryException(field, field + ": cannot be looked for");
        }
        return value.strip();
    }
}
