package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some users of a report, in the order of their names.
 *
 * @param next the cursor of the next page; null if this is the last one
 */
public record ReportPage(
        List<UserRow> users,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {}
