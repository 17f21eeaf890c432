package io.github.keycloaktwofactor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of every language, as they stand in {@code themes/messages}. */
final class MessagesTest {

    private static final String OF_THE_ACCOUNT_CONSOLE = "two-factor-account-";

    private static final Set<String> ASKED_FOR_BY_JAVA_CODE = Set.of(
            "two-factor-link-off",
            "two-factor-link-refused",
            "two-factor-notice-ended",
            "two-factor-notice-not-proved",
            "two-factor-otp-label",
            "requiredAction.two-factor-policy",
            "requiredAction.two-factor-recovery-codes",
            "requiredAction.two-factor-setup",
            "two-factor-identity-provider",
            "two-factor-identity-provider-display-name",
            "two-factor-identity-provider-help-text",
            "two-factor-recovery-codes",
            "two-factor-recovery-codes-display-name",
            "two-factor-recovery-codes-help-text",
            "two-factor-trusted-device",
            "two-factor-trusted-device-display-name",
            "two-factor-trusted-device-help-text",
            "two-factor-account-codes-left",
            "two-factor-account-codes-low",
            "two-factor-account-codes-low-help",
            "two-factor-account-codes-none",
            "two-factor-account-codes-none-help",
            "two-factor-account-codes-unsaved",
            "two-factor-account-codes-unsaved-help",
            "two-factor-account-email-proof");

    /** Mails are checked by {@code MailTemplateTest}. */
    private static final String MAILS = "two-factor-mail-";

    private static final Pattern SINGLE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");
    private static final Pattern SEVERAL_WORDS = Pattern.compile("\\p{L}{2,}\\P{L}+\\p{L}{2,}");
    private static final Pattern ENGLISH_WORDS = Pattern.compile(
            "\\b(the|your|you|with|authenticator app)\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern GARBLED = Pattern.compile("\uFFFD|\u00C3[\u0080-\u00BF]|[\\p{Cc}&&[^\n\t]]");

    private static final Bundle ENGLISH = Bundle.of("en");

    static Stream<Bundle> bundles() {
        return Bundle.all().stream();
    }

    static Stream<Bundle> translations() {
        return bundles().filter(bundle -> !bundle.language().equals("en"));
    }

    @Test
    void everyKeyThatAPageAsksForExistsAndNoOtherDoes() {
        Renderer renderer = Renderer.showingTheHeading();
        PageState.all().forEach(renderer::render);

        Set<String> needed = new TreeSet<>(ASKED_FOR_BY_JAVA_CODE);
        for (String key : renderer.asked()) {
            needed.add(key);
            ENGLISH.families().stream()
                    .filter(family -> PluralForms.ALL.stream().anyMatch(form -> key.equals(family + "-" + form)))
                    .forEach(family -> PluralForms.ALL.forEach(form -> needed.add(family + "-" + form)));
        }

        assertThat(ENGLISH.keys()).containsAll(needed);
        assertThat(needed)
                .containsAll(ENGLISH.keys().stream()
                        .filter(key -> !key.startsWith(MAILS))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageHasTheSameKeysAndEachOnce(Bundle bundle) {
        assertThat(bundle.keys()).containsExactlyElementsOf(ENGLISH.keys());
        assertThat(bundle.keys()).allMatch(key -> key.matches("(requiredAction\\.)?two-factor-[a-z0-9-]+"));
        assertThat(bundle.source()
                        .lines()
                        .filter(line -> line.startsWith("two-factor-") || line.startsWith("requiredAction.")))
                .hasSameSizeAs(bundle.keys());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void aBundleSaysWhichLanguageItIsAndHowItCounts(Bundle bundle) {
        assertThat(bundle.raw("two-factor-language")).isEqualTo(bundle.language());
        assertThat(PluralForms.USED).containsKey(bundle.raw("two-factor-plural"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void whatIsCountedHasEveryFormAndRepeatsTheLastWhereTheLanguageHasNone(Bundle bundle) {
        Set<String> used = PluralForms.USED.get(bundle.raw("two-factor-plural"));
        for (String family : bundle.families()) {
            for (String form : PluralForms.ALL) {
                assertThat(bundle.keys()).contains(family + "-" + form);
                if (!used.contains(form)) {
                    assertThat(bundle.raw(family + "-" + form))
                            .as("%s-%s", family, form)
                            .isEqualTo(bundle.raw(family + "-many"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyTextHasThePlaceholdersOfTheEnglishOne(Bundle bundle) {
        for (String key : bundle.keys()) {
            if (bundle.placeholders(key).isEmpty() && isOfOneNumber(bundle, key)) {
                continue;
            }
            assertThat(bundle.placeholders(key))
                    .as("%s=%s", key, bundle.raw(key))
                    .isEqualTo(ENGLISH.placeholders(key));
        }
    }

    private static boolean isOfOneNumber(Bundle bundle, String key) {
        return bundle.families().stream().anyMatch(family -> key.startsWith(family + "-"))
                && PluralForms.mayLeaveOutTheNumber(bundle.raw("two-factor-plural"), key);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyApostropheIsDoubled(Bundle bundle) {
        assertThat(bundle.keys())
                .noneMatch(key -> SINGLE_APOSTROPHE.matcher(bundle.raw(key)).find());
    }

    /** The account console shows its messages without MessageFormat. */
    @ParameterizedTest
    @MethodSource("bundles")
    void whatTheAccountConsoleReadsHasNothingToFillInOrToDouble(Bundle bundle) {
        assertThat(ASKED_FOR_BY_JAVA_CODE.stream().filter(key -> !key.equals("two-factor-link-off")))
                .allSatisfy(key -> assertThat(bundle.raw(key).replaceAll("\\{\\{[01]\\}\\}", ""))
                        .doesNotContain("'", "{"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyPlaceholderIsFilled(Bundle bundle) {
        for (String key : bundle.keys()) {
            if (key.startsWith(OF_THE_ACCOUNT_CONSOLE)) {
                continue;
            }
            MessageFormat format = new MessageFormat(bundle.raw(key), Locale.forLanguageTag(bundle.language()));
            Object[] values = IntStream.range(0, format.getFormatsByArgumentIndex().length)
                    .mapToObj(i -> "value" + i)
                    .toArray();

            String filled = format.format(values);

            assertThat(filled).as("%s", key).doesNotContain("{", "}", "''");
            assertThat(bundle.placeholders(key))
                    .as("%s", key)
                    .allSatisfy(
                            placeholder -> assertThat(filled).contains("value" + placeholder.replaceAll("\\D", "")));
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void nothingIsEmptyOrGarbledOrEndsInABlank(Bundle bundle) {
        for (String key : bundle.keys()) {
            assertThat(bundle.raw(key))
                    .as("%s", key)
                    .isNotBlank()
                    .isEqualTo(bundle.raw(key).strip());
        }
        assertThat(GARBLED.matcher(bundle.source()).find()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("translations")
    void nothingIsLeftInEnglish(Bundle bundle) {
        for (String key : bundle.keys()) {
            if (key.equals("two-factor-plural")) {
                continue;
            }
            String text = bundle.raw(key);
            String words = text.replaceAll("\\{+\\d\\}+", " ");

            assertThat(text.equals(ENGLISH.raw(key))
                            && SEVERAL_WORDS.matcher(words).find())
                    .as("%s=%s", key, text)
                    .isFalse();
            assertThat(ENGLISH_WORDS.matcher(words).find())
                    .as("%s=%s", key, text)
                    .isFalse();
        }
    }

    /** The policy says how long they are. */
    @ParameterizedTest
    @MethodSource("bundles")
    void noTextSaysHowLongRecoveryCodesAre(Bundle bundle) {
        assertThat(bundle.keys()).noneMatch(key -> bundle.raw(key).contains("XXXX"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void noTwoTextsOfTheNoticesAreTheSame(Bundle bundle) {
        assertThat(bundle.keys().stream()
                        .filter(key -> key.startsWith("two-factor-notice-ended"))
                        .map(bundle::raw))
                .doesNotHaveDuplicates();
    }
}
