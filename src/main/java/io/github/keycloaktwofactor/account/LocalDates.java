package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.page.PageContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;

/**
 * Dates and times in the language of the page, in UTC: the server does not know the user's time zone.
 */
final class LocalDates {

    private final DateTimeFormatter days;
    private final DateTimeFormatter moments;

    LocalDates(PageContext context) {
        Locale locale = context.session().getContext().resolveLocale(context.user());
        this.days = in(locale, DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG));
        this.moments = in(locale, DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT));
    }

    /** The date for a template, and the instant for the script, which knows the user's time zone. */
    Map<String, String> day(Instant instant) {
        return Map.of("day", days.format(instant), "iso", instant.toString());
    }

    /** The same with the time of day. */
    Map<String, String> moment(Instant instant) {
        return Map.of("moment", moments.format(instant) + " UTC", "iso", instant.toString());
    }

    private static DateTimeFormatter in(Locale locale, DateTimeFormatter format) {
        return format.withLocale(locale).withZone(ZoneOffset.UTC);
    }
}
