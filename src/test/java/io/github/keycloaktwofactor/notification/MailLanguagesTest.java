package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.event.HelpDeskChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mail in every language, with everything that can be in it and with nothing known. */
final class MailLanguagesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Pattern UNFINISHED =
            Pattern.compile("\\{\\d|\\d\\}|''|\\$\\{|two-factor-[a-z]|requiredAction|null|\\?\\?\\?");
    private static final Map<String, String> ANOTHER_DIRECTION = Map.of("ar", "rtl");

    static Stream<String> languages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("themes/messages"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.replace("messages_", "")
                            .replace(".properties", "")
                            .replace('_', '-'))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreThirteen() throws IOException {
        assertThat(languages()).hasSize(13).contains("en", "de", "ar", "pt-BR", "zh-CN");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noMailHasAKeyOrAPlaceholderOrASwallowedApostrophe(String language) {
        MailRenderer renderer = new MailRenderer(language);
        for (Mail mail : mails()) {
            String subject = renderer.subject(mail, "Acme");

            for (String rendered : List.of(
                    subject,
                    renderer.render("text", mail),
                    Jsoup.parse(renderer.render("html", mail)).text())) {
                assertThat(UNFINISHED.matcher(rendered).results().map(fault -> fault.group()))
                        .as("%s in %s: %s", mail.kind(), language, rendered)
                        .isEmpty();
            }
            assertThat(subject).startsWith("Acme");
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void bothFormsSayTheSame(String language) {
        MailRenderer renderer = new MailRenderer(language);
        for (Mail mail : mails()) {
            List<String> words = words(renderer.render("text", mail).replaceAll("(?m)^(- |\\d\\. )", ""));

            assertThat(words(Jsoup.parse(renderer.render("html", mail)).text()))
                    .as("%s in %s", mail.kind(), language)
                    .isEqualTo(words);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void theHtmlFormSaysInWhichLanguageAndDirectionItIsRead(String language) {
        MailRenderer renderer = new MailRenderer(language);
        for (Mail mail : mails()) {
            Document html = Jsoup.parse(renderer.render("html", mail));

            assertThat(html.select("div").attr("lang")).isEqualTo(language);
            assertThat(html.select("div").attr("dir")).isEqualTo(ANOTHER_DIRECTION.getOrDefault(language, "ltr"));
            assertThat(html.select("a").eachAttr("dir")).allMatch("ltr"::equals);
            assertThat(html.select("li strong + bdi")).as("facts").hasSameSizeAs(html.select("ul li"));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatIsCountedIsInItsForm(String language) {
        MailRenderer renderer = new MailRenderer(language);
        for (int left : List.of(0, 1, 2, 3, 5, 11, 21)) {
            String mail = renderer.render("text", mail(MailKind.CODES_LOW, left, known()));

            if (left > 0) {
                assertThat(mail).contains(Integer.toString(left));
            }
            assertThat(UNFINISHED.matcher(mail).find()).isFalse();
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("[\\s\\p{Z}]+"));
    }

    private static List<Mail> mails() {
        return Stream.of(MailKind.values())
                .flatMap(kind ->
                        Stream.of(mail(kind, 2, known()), mail(kind, 0, new Origin(NOON, "", "", "", "")), bare(kind)))
                .toList();
    }

    private static Origin known() {
        return new Origin(NOON, "Firefox", "Linux", "2001:db8::1", "");
    }

    private static Mail mail(MailKind kind, int left, Origin origin) {
        AddressChange change = new AddressChange("alice@example.org", "mallory@elsewhere.example", Actor.PERSON);
        SecurityEvent securityEvent = new SecurityEvent(
                "realm",
                "user",
                EventKind.ENABLED,
                origin,
                left,
                true,
                null,
                NOON.plusSeconds(86400),
                change,
                List.of(HelpDeskChange.values()));
        return new Mail(
                kind,
                securityEvent,
                "alice",
                new Owned(true, true),
                3,
                "Europe/Berlin",
                "https://id.example.org/realms/acme/two-factor",
                "Room 12",
                "mailto:help@acme.example");
    }

    private static Mail bare(MailKind kind) {
        SecurityEvent securityEvent = new SecurityEvent(
                "realm", "user", EventKind.ENABLED, new Origin(NOON, "", "", "", ""), 1, true, null, null);
        return new Mail(kind, securityEvent, "alice", new Owned(false, false), 0, null, "", "", "");
    }
}
