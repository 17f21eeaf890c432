package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.HelpDeskChange;
import java.text.Bidi;
import java.text.MessageFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The content of a mail.
 *
 * @param account name of the user
 * @param owned what the user has set up now
 * @param failures consecutive refused codes
 * @param zone the user's time zone as an IANA name, or null
 * @param page URL of the two-factor page; empty if there is none
 */
record Mail(
        MailKind kind,
        SecurityEvent securityEvent,
        String account,
        Owned owned,
        int failures,
        @Nullable String zone,
        String page,
        String supportText,
        String supportUrl) {

    static final String TEMPLATE = "two-factor-mail.ftl";

    /** Key of the subject: the organization, and what happened. */
    static final String SUBJECT = "two-factor-mail-subject";

    /** Maximum length of a subject. */
    private static final int LONGEST = 120;

    /** What happened, in the reader's language: the subject without the organization. */
    String happened(Properties messages, Locale locale) {
        String key = SUBJECT + "-" + kind.text();
        String text = new MessageFormat(messages.getProperty(key, key), locale).format(new Object[0]);
        return OneLine.of(text, LONGEST);
    }

    /**
     * The model of the templates: only texts, because Keycloak's message method takes nothing else.
     *
     * @param happened the result of {@link #happened}, which has the direction of all texts of the mail
     */
    Map<String, Object> attributes(Locale locale, String happened) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("kind", kind.text());
        attributes.put("account", account);
        attributes.put("time", time(securityEvent.origin().at(), locale));
        attributes.put("browser", securityEvent.origin().browser());
        attributes.put("system", securityEvent.origin().system());
        attributes.put("address", securityEvent.origin().address());
        attributes.put("failures", Integer.toString(failures));
        attributes.put("codesLeft", Integer.toString(securityEvent.codesLeft()));
        attributes.put("until", securityEvent.until() == null ? "" : time(securityEvent.until(), locale));
        attributes.put(
                "newAddress",
                securityEvent.address() == null ? "" : securityEvent.address().masked());
        attributes.put(
                "changes",
                securityEvent.changes().stream().map(HelpDeskChange::text).toList());
        attributes.put("byOthers", Boolean.toString(kind.byOthers()));
        attributes.put("direction", direction(happened));
        attributes.put("steps", kind.advice().steps(owned, !page.isEmpty()));
        attributes.put("renew", Boolean.toString(kind.codesRunOut() && owned.app() && !page.isEmpty()));
        attributes.put("page", page);
        attributes.put("supportText", supportText);
        SupportLink support = SupportLink.of(supportUrl);
        attributes.put("supportUrl", support.address());
        attributes.put("supportLabel", support.text());
        return attributes;
    }

    /** Keycloak's own layout assumes that every mail is left-to-right. */
    private static String direction(String text) {
        return new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight() ? "ltr" : "rtl";
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
