package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Renders mails in one language as Keycloak does: HTML escaping on unless a template says otherwise. */
final class MailRenderer {

    private final Locale locale;
    private final Properties messages = new Properties();
    private final Set<String> asked = new TreeSet<>();
    private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);

    /**
     * @param language as a realm names it, such as {@code pt-BR}
     */
    MailRenderer(String language) {
        locale = Locale.forLanguageTag(language);
        String bundle = "/theme-resources/messages/messages_" + language.replace('-', '_') + ".properties";
        try (Reader reader = new InputStreamReader(Mail.class.getResourceAsStream(bundle), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        StringTemplateLoader layout = new StringTemplateLoader();
        layout.putTemplate("html/template.ftl", "<#macro emailLayout><html><body><#nested></body></html></#macro>");
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setLocalizedLookup(false);
        configuration.setLogTemplateExceptions(false);
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setTemplateLoader(new MultiTemplateLoader(
                new TemplateLoader[] {layout, new ClassTemplateLoader(Mail.class, "/theme-resources/templates")}));
    }

    /** The texts of the language, as they stand in its file. */
    Properties messages() {
        return messages;
    }

    /** The keys of all texts that were asked for. */
    Set<String> asked() {
        return asked;
    }

    String subject(Mail mail, String organisation) {
        asked.add(Mail.SUBJECT + "-" + mail.kind().text());
        return message(List.of(Mail.SUBJECT, organisation, mail.happened(messages, locale)));
    }

    String render(String format, Mail mail) {
        Map<String, Object> data = mail.attributes(locale, mail.happened(messages, locale));
        data.put("msg", (TemplateMethodModelEx) this::message);
        StringWriter out = new StringWriter();
        try {
            configuration.getTemplate(format + "/" + Mail.TEMPLATE).process(data, out);
        } catch (IOException | TemplateException e) {
            throw new IllegalStateException(e);
        }
        return out.toString();
    }

    private String message(List<?> arguments) {
        String key = arguments.get(0).toString();
        asked.add(key);
        String pattern = messages.getProperty(key);
        assertThat(pattern).as("%s in %s", key, locale).isNotNull();
        Object[] values = arguments.stream().skip(1).map(Object::toString).toArray();
        String text = new MessageFormat(pattern, locale).format(values);
        assertThat(text)
                .as("an apostrophe that is not doubled swallows what follows: %s in %s", key, locale)
                .isEqualTo(filled(pattern.replace("''", "'"), values));
        return text;
    }

    private static String filled(String pattern, Object... values) {
        String text = pattern;
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", values[i].toString());
        }
        return text;
    }
}
