package io.github.keycloaktwofactor.notice;

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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rendered as Keycloak does: HTML escaping on unless a template says otherwise. */
final class MailTemplateTest {

    private static final String HOSTILE = "\"><svg onload=alert(1)>${7*7}<#assign a=1>";
    private static final String LEFT = "two-factor-mail-codes-left-";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Properties messages = messages();
    private final Set<String> asked = new TreeSet<>();

    @Test
    void everyMessageIsUsedAndEveryNeededOneExists() {
        for (MailKind kind : MailKind.values()) {
            for (int left = 0; left < 3; left++) {
                render("text", mail(kind, "alice", "Firefox", left));
                render("html", mail(kind, "alice", "", left));
                asked.add(mail(kind, "alice", "", left).subject());
            }
        }

        Happening unknown = happening(new Origin(NOON, "", "", "192.0.2.1"), 0);
        render("text", new Mail(MailKind.ENABLED, unknown, "alice", 0, null, "", ""));
        render("text", new Mail(MailKind.ENABLED, happening(Origin.unknown(NOON), 0), "alice", 0, null, "", ""));

        assertThat(asked).contains(LEFT + "none", LEFT + "one", LEFT + "many");
        asked.addAll(Set.of(LEFT + "two", LEFT + "few"));
        asked.remove("two-factor-plural");
        assertThat(messages.stringPropertyNames().stream()
                        .filter(key -> key.startsWith("two-factor-mail-"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void whatPeopleAndBrowsersAreCalledIsOnlyText(MailKind kind) {
        String html = render("html", mail(kind, HOSTILE, HOSTILE, 2));

        assertThat(html).doesNotContain("<svg").doesNotContain("\">&lt;").contains("<p>");
        if (kind != MailKind.CODES_LOW) {
            assertThat(html).contains("&quot;&gt;&lt;svg onload=alert(1)&gt;${7*7}&lt;#assign a=1&gt;");
            assertThat(render("text", mail(kind, HOSTILE, HOSTILE, 2))).contains(HOSTILE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "html"})
    void aMailNamesWhoWhenFromWhereAndWhomToAsk(String format) {
        assertThat(render(format, mail(MailKind.ENABLED, "alice", "Firefox", 2)))
                .containsPattern("on for alice on November 22, 2026.*12:00.*PM UTC from Firefox on Linux, 192.0.2.1\\.")
                .contains("Ask in room 12")
                .contains("https://help.example.org/");
    }

    @Test
    void withoutANameOfTheBrowserTheSystemIsNamedAndWithoutEitherNothing() {
        assertThat(render("text", mail(MailKind.ENABLED, "alice", "", 2))).contains(" from Linux, 192.0.2.1.");
        Happening unknown = happening(new Origin(NOON, "", "", "192.0.2.1"), 2);
        assertThat(render("text", new Mail(MailKind.ENABLED, unknown, "alice", 0, null, "", "")))
                .contains(" from an unknown browser, 192.0.2.1.")
                .endsWith("sign out of your other sessions.\n");
    }

    @Test
    void withoutAnAddressThatParsesNoneIsNamed() {
        Happening nowhere = happening(new Origin(NOON, "Firefox", "Linux", ""), 2);
        assertThat(render("text", new Mail(MailKind.ENABLED, nowhere, "alice", 0, null, "", "")))
                .contains(" from Firefox on Linux, an unknown address.");
    }

    @Test
    void whatOthersHaveChangedIsNotSaidToBeFromWhere() {
        for (String format : List.of("text", "html")) {
            assertThat(render(format, mail(MailKind.PASSWORD_SET, "alice", "Firefox", 2)))
                    .contains("An administrator set a new password for alice on ")
                    .contains("If you did not expect this, contact support at once.")
                    .doesNotContain("192.0.2.1")
                    .doesNotContain("Firefox")
                    .doesNotContain("If this wasn");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "html"})
    void theNewAddressIsShownInPart(String format) {
        AddressChange change = new AddressChange("alice@example.org", "mallory@elsewhere.example", Actor.PERSON);
        Happening changed =
                Happening.ofAddress("realm", "user", new Origin(NOON, "Firefox", "Linux", "192.0.2.1"), change);

        assertThat(render(format, new Mail(MailKind.ADDRESS_CHANGED, changed, "alice", 0, null, "", "")))
                .contains("The e-mail address of alice was changed to m…@elsewhere.example on ")
                .contains(" from Firefox on Linux, 192.0.2.1.");
    }

    @Test
    void timesAreInTheUsersZoneWhereItIsKnown() {
        assertThat(inZone("Europe/Berlin")).containsPattern("1:00.PM \\(Europe/Berlin\\)");
        assertThat(inZone("Nowhere/At all")).containsPattern("12:00.PM UTC");
        assertThat(inZone("")).containsPattern("12:00.PM UTC");
    }

    @Test
    void aRememberedDeviceHasAnEnd() {
        assertThat(render("text", mail(MailKind.DEVICE, "alice", "Firefox", 0)))
                .contains("It will not be asked for a code until December 22, 2026");
    }

    @Test
    void subjectsCarryNothingThatSomebodyElseChose() {
        for (MailKind kind : MailKind.values()) {
            assertThat(messages.getProperty(mail(kind, HOSTILE, HOSTILE, 0).subject()))
                    .as("%s", kind)
                    .doesNotContain("{");
        }
    }

    private String inZone(String zone) {
        Happening happening = happening(new Origin(NOON, "Firefox", "Linux", "192.0.2.1"), 2);
        return render("text", new Mail(MailKind.ENABLED, happening, "alice", 0, zone, "", ""));
    }

    private static Mail mail(MailKind kind, String account, String browser, int left) {
        Happening happening = happening(new Origin(NOON, browser, "Linux", "192.0.2.1"), left);
        return new Mail(kind, happening, account, 3, null, "Ask in room 12", "https://help.example.org/");
    }

    private static Happening happening(Origin origin, int left) {
        Instant until = Instant.parse("2026-12-22T12:00:00Z");
        return new Happening("realm", "user", Occasion.ENABLED, origin, left, true, null, until);
    }

    private String render(String format, Mail mail) {
        StringTemplateLoader layout = new StringTemplateLoader();
        layout.putTemplate("html/template.ftl", "<#macro emailLayout><html><body><#nested></body></html></#macro>");
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setLocalizedLookup(false);
        configuration.setLogTemplateExceptions(false);
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setTemplateLoader(new MultiTemplateLoader(
                new TemplateLoader[] {layout, new ClassTemplateLoader(Mail.class, "/theme-resources/templates")}));
        Map<String, Object> data = mail.attributes(Locale.ENGLISH);
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
        Object[] values = arguments.stream().skip(1).map(Object::toString).toArray();
        return new MessageFormat(messages.getProperty(key, key), Locale.ENGLISH).format(values);
    }

    private static Properties messages() {
        Properties messages = new Properties();
        try (Reader reader = new InputStreamReader(
                Mail.class.getResourceAsStream("/theme-resources/messages/messages_en.properties"),
                StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return messages;
    }
}
