package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a report, ordered by user name.
 *
 * @param next cursor of the next page; null on the last page
 */
public record ReportPage(
        List<UserRow> users,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {}
