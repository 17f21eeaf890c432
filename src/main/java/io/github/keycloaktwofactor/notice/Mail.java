package io.github.keycloaktwofactor.notice;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says.
 *
 * @param account name of the user
 * @param failures refused codes in a row
 * @param zone the user's time zone as an IANA name, or null
 */
record Mail(
        MailKind kind,
        Happening happening,
        String account,
        int failures,
        @Nullable String zone,
        String supportText,
        String supportUrl) {

    static final String TEMPLATE = "two-factor-mail.ftl";

    String subject() {
        return "two-factor-mail-subject-" + kind.text();
    }

    /** What the template gets; all texts, because Keycloak's message method takes nothing else. */
    Map<String, Object> attributes(Locale locale) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("kind", kind.text());
        attributes.put("account", account);
        attributes.put("time", time(happening.origin().at(), locale));
        attributes.put("browser", happening.origin().browser());
        attributes.put("system", happening.origin().system());
        attributes.put("address", happening.origin().address());
        attributes.put("failures", Integer.toString(failures));
        attributes.put("codesLeft", Integer.toString(happening.codesLeft()));
        attributes.put("until", happening.until() == null ? "" : time(happening.until(), locale));
        attributes.put(
                "newAddress",
                happening.address() == null ? "" : happening.address().masked());
        attributes.put("byOthers", Boolean.toString(kind.byOthers()));
        attributes.put("supportText", supportText);
        attributes.put("supportUrl", supportUrl);
        return attributes;
    }

    private String time(Instant at, Locale locale) {
        ZoneId known = knownZone();
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(at.atZone(known))
                + (known.equals(ZoneOffset.UTC) ? " UTC" : " (" + known + ")");
    }

    private ZoneId knownZone() {
        try {
            return zone == null || zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException noZone) {
            return ZoneOffset.UTC;
        }
    }
}
