package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.recovery.RecoveryCodePdf;
import io.github.keycloaktwofactor.recovery.SheetText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.theme.Theme;

/** The texts of the recovery code sheets, from the same message bundle as the pages, with a realm's overrides. */
final class SheetWords {

    private final PageContext context;
    private final String created;
    private final String ending;

    /**
     * @param created as the pages show it
     * @param count how many codes there are
     */
    SheetWords(PageContext context, String created, int count) {
        this.context = context;
        this.created = created;
        this.ending = count == 1 ? "-one" : "";
    }

    /** In the user's language, with all names. */
    SheetText inOwnLanguage() {
        return words(locale(), context.issuer(), context.user().getUsername());
    }

    /** For the PDF: English if it cannot show the user's language, and without names that it cannot show. */
    SheetText forPdf() {
        String issuer = shownOrNothing(context.issuer());
        String account = shownOrNothing(context.user().getUsername());
        SheetText own = words(locale(), issuer, account);
        return RecoveryCodePdf.canShow(own) ? own : words(Locale.ENGLISH, issuer, account);
    }

    private static String shownOrNothing(String name) {
        return RecoveryCodePdf.canShow(name) ? RecoveryCodePdf.shortened(name) : "";
    }

    private Locale locale() {
        return context.session().getContext().resolveLocale(context.user());
    }

    private SheetText words(Locale locale, String issuer, String account) {
        Properties messages = messages(locale);
        List<String> about = new ArrayList<>();
        if (!account.isEmpty()) {
            about.add(text(messages, locale, "two-factor-print-account", account));
        }
        about.add(text(messages, locale, "two-factor-print-created", created));
        return new SheetText(
                text(messages, locale, "two-factor-language"),
                issuer.isEmpty()
                        ? text(messages, locale, "two-factor-codes-title" + ending)
                        : text(messages, locale, "two-factor-print-title" + ending, issuer),
                about,
                List.of(
                        text(messages, locale, "two-factor-print-use" + ending),
                        text(messages, locale, "two-factor-print-where"),
                        text(messages, locale, "two-factor-print-new" + ending)));
    }

    private static String text(Properties messages, Locale locale, String key, String... values) {
        return new MessageFormat(messages.getProperty(key, key), locale).format(values);
    }

    private Properties messages(Locale locale) {
        try {
            return context.session().theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(context.realm(), locale);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
