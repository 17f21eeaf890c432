package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.Visit;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;

/** Days as a person reads them, in the language of the page. The day is that of UTC: the server knows no zone of theirs. */
final class LocalDates {

    private final DateTimeFormatter format;

    LocalDates(Visit visit) {
        Locale locale = visit.session().getContext().resolveLocale(visit.user());
        this.format = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC);
    }

    /** The day as a template reads it, and the instant for the script that knows the person's zone. */
    Map<String, String> day(Instant instant) {
        return Map.of("day", format.format(instant), "iso", instant.toString());
    }
}
