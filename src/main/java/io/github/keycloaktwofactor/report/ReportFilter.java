package io.github.keycloaktwofactor.report;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which users a report is about. */
public enum ReportFilter {
    REQUIRED,
    /** Has no factor that counts as a second factor under the policy. */
    LACKING,
    ENROLLED,
    EXEMPT,
    /** Reserved: there are no grace periods yet. */
    IN_GRACE,
    /** Reserved: there are no grace periods yet. */
    OVERDUE,
    WAITING,
    OFF,
    FEW_CODES,
    NO_CODES,
    NEVER_SIGNED_IN,
    DISABLED,
    UNKNOWN;

    /** Its value in the query parameter. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Parses the query parameter: values separated by commas. */
    static Set<ReportFilter> parse(@Nullable String text) {
        Set<ReportFilter> filters = EnumSet.noneOf(ReportFilter.class);
        if (text == null || text.isBlank()) {
            return filters;
        }
        for (String name : text.split(",", -1)) {
            filters.add(Arrays.stream(values())
                    .filter(filter -> filter.text().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new BadQueryException(
                            "filter",
                            "filter: there is no '%s', only %s"
                                    .formatted(
                                            name.strip(),
                                            Arrays.stream(values())
                                                    .map(ReportFilter::text)
                                                    .collect(Collectors.joining(", "))))));
        }
        return filters;
    }
}
