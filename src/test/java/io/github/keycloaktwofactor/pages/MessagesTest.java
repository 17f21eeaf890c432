package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MessagesTest {

    private static final String OF_THE_ACCOUNT_CONSOLE = "two-factor-account-";

    private static final Set<String> ASKED_FOR_BY_JAVA_CODE = Set.of(
            "two-factor-link-off",
            "two-factor-otp-label",
            "two-factor-recovery-codes-display-name",
            "two-factor-recovery-codes-help-text",
            "two-factor-account-codes-left",
            "two-factor-account-codes-low",
            "two-factor-account-codes-low-help",
            "two-factor-account-codes-none",
            "two-factor-account-codes-none-help",
            "two-factor-account-codes-unsaved",
            "two-factor-account-codes-unsaved-help");

    /** Mails are checked by {@code MailTemplateTest}. */
    private static final String MAILS = "two-factor-mail-";

    private final Properties messages = Renderer.messages();

    @Test
    void everyKeyThatAPageAsksForExistsAndNoOtherDoes() {
        Renderer renderer = Renderer.showingTheHeading();
        Page.all().forEach(renderer::render);

        Set<String> needed = new TreeSet<>(renderer.asked());
        needed.addAll(ASKED_FOR_BY_JAVA_CODE);

        assertThat(messages.stringPropertyNames())
                .filteredOn(key -> !key.startsWith(MAILS))
                .containsExactlyInAnyOrderElementsOf(needed);
    }

    @Test
    void everyKeyHasOurPrefixBecauseAllExtensionsShareOneBundle() {
        assertThat(messages.stringPropertyNames()).allMatch(key -> key.matches("two-factor-[a-z0-9-]+"));
    }

    @Test
    void everyApostropheIsDoubled() {
        Pattern single = Pattern.compile("(?<!')'(?!')");

        messages.forEach((key, text) -> assertThat(single.matcher((String) text).find())
                .as("%s=%s", key, text)
                .isFalse());
    }

    /** The account console shows its messages without MessageFormat. */
    @Test
    void whatTheAccountConsoleReadsHasNothingToFillInOrToDouble() {
        assertThat(ASKED_FOR_BY_JAVA_CODE.stream().filter(key -> !key.equals("two-factor-link-off")))
                .allSatisfy(key -> assertThat(messages.getProperty(key).replaceAll("\\{\\{[01]\\}\\}", ""))
                        .doesNotContain("'", "{"));
    }

    @Test
    void everyPlaceholderIsFilled() {
        messages.forEach((key, text) -> {
            if (((String) key).startsWith(OF_THE_ACCOUNT_CONSOLE)) {
                return;
            }
            MessageFormat format = new MessageFormat((String) text, Locale.ENGLISH);
            Object[] values = IntStream.range(0, format.getFormatsByArgumentIndex().length)
                    .mapToObj(i -> "value" + i)
                    .toArray();

            String filled = format.format(values);

            assertThat(filled).as("%s", key).doesNotContain("{", "}", "''");
            assertThat(values)
                    .as("%s", key)
                    .allSatisfy(value -> assertThat(filled).contains((String) value));
        });
    }
}
