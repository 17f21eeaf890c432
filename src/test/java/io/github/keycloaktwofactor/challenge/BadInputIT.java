package io.github.keycloaktwofactor.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.attempt.Site;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is posted, the same page says clearly what is wrong, nothing implausible is counted, and the next code works. */
class BadInputIT {

    private static final String FORMAT = "Enter the 6 digits your app shows.";
    private static final String EMPTY = "Enter the 6-digit code from your app.";

    private static TestRealm realm;
    private static EnrolledUser person;

    @BeforeAll
    static void switchOn() {
        realm = Site.H2.realm(Map.of());
        realm.client("bare", Map.of());
        realm.flows().bindPasswordOnly("bare");
        person = EnrolledUser.enrolled(realm, "alice");
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    static Stream<Arguments> implausible() {
        return Stream.of(
                Arguments.of("nothing", "", EMPTY),
                Arguments.of("blanks", " \t\u00a0\u200b", EMPTY),
                Arguments.of("five digits", "12345", FORMAT),
                Arguments.of("seven digits", "1234567", FORMAT),
                Arguments.of("eight digits, which no recovery code is", "1234-5678", FORMAT),
                Arguments.of("letters", "abcdef", FORMAT),
                Arguments.of("a number in words of a computer", "1e5", FORMAT),
                Arguments.of("a sign", "+123456", FORMAT),
                Arguments.of("a NUL", "123\0456", FORMAT),
                Arguments.of("a line of a log", "123456\r\nForged: line", FORMAT),
                Arguments.of("mark-up", "<script>alert(1)</script>", FORMAT),
                Arguments.of("a message format", "{0} ${7*7} #{1}", FORMAT),
                Arguments.of("SQL", "' or 1=1 --", FORMAT),
                Arguments.of(
                        "emoji", "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00", FORMAT),
                Arguments.of("half a surrogate", "12345\ud83d", FORMAT),
                Arguments.of("100 digits", "1".repeat(100), FORMAT),
                Arguments.of("a recovery code of seven", "ABCD-EFG", FORMAT),
                Arguments.of("a recovery code with a U", "UUUU-UUUU", FORMAT),
                Arguments.of("100 KB", "A".repeat(100_000), FORMAT),
                Arguments.of("100 KB of digits", "1".repeat(100_000), FORMAT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("implausible")
    void whatCannotBeACodeIsRefusedInWordsAndNotCounted(String name, String typed, String message) {
        realm.clearEvents();
        for (String client : List.of("app", "bare")) {
            BrowserSession browser = person.codePage(client);
            for (int i = 0; i < 7; i++) {
                browser.press("verify", Map.of("code", typed));
                assertThat(browser.page().status()).isEqualTo(200);
                assertThat(browser.page().text("#two-factor-error")).isEqualTo(message);
                assertThat(browser.page().text()).contains("Two-factor verification");
                assertThat(browser.page().value("code")).isEmpty();
            }
            assertSignsIn(browser);
        }
        assertThat(person.refusals()).doesNotContain("wrong", "used", "waiting");
    }

    @Test
    void whatCannotBeACodeIsAnEventButNothingTypedIsNone() {
        EnrolledUser other = EnrolledUser.imported(realm, "events");
        other.post("12345");
        other.post("");

        assertThat(other.refusals()).containsExactly("malformed");
        assertThat(other.errors().map(event -> event.detail("two_factor"))).containsExactly("totp");
    }

    @Test
    void theRecoveryFormSaysWhatARecoveryCodeLooksLike() {
        BrowserSession browser = person.recoveryPage();
        browser.press("verify", Map.of("code", "no code"));
        assertThat(browser.page().text("#two-factor-error"))
                .isEqualTo("Enter a recovery code from your list. It looks like XXXX-XXXX.");
        browser.press("verify", Map.of("code", ""));
        assertThat(browser.page().text("#two-factor-error")).isEqualTo("Enter one of your recovery codes.");
        assertThat(browser.press("authenticator").page().text()).contains("Two-factor verification");
        assertSignsIn(browser);
    }

    static Stream<Arguments> digitsOfTheWorld() {
        return Stream.of(
                Arguments.of("full-width", 0xFF10),
                Arguments.of("Arabic-Indic", 0x0660),
                Arguments.of("Persian", 0x06F0),
                Arguments.of("Devanagari", 0x0966),
                Arguments.of("mathematical bold", 0x1D7CE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("digitsOfTheWorld")
    void digitsOfAnyScriptAreDigits(String name, int zero) {
        StringBuilder typed = new StringBuilder();
        person.nextCode().chars().forEach(digit -> typed.appendCodePoint(zero + digit - '0'));

        assertThat(person.post(typed.toString()).signedIn()).isTrue();
    }

    @Test
    void blanksAndDashesInACodeDoNotMatter() {
        assertThat(person.post(" " + person.nextCode().replaceAll("(...)", "$1 "))
                        .signedIn())
                .isTrue();
        assertThat(person.post(person.nextCode().replaceAll("(...)(...)", "$1\u2013$2"))
                        .signedIn())
                .isTrue();
    }

    @Test
    void aFieldThatIsMissingIsAnEmptyOne() {
        BrowserSession browser = person.codePage();
        browser.post(browser.action("verify"), List.of(Map.entry("do", "verify")));

        assertThat(browser.page().text("#two-factor-error")).isEqualTo(EMPTY);
        assertSignsIn(browser);
    }

    @Test
    void anEmptyPostIsAnEmptyField() {
        BrowserSession browser = person.codePage();
        browser.post(browser.action("verify"), List.of());

        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.page().text("#two-factor-error")).isEqualTo(EMPTY);
        assertSignsIn(browser);
    }

    @Test
    void aRepeatedFieldIsOneTry() {
        EnrolledUser other = EnrolledUser.imported(realm, "repeated");
        BrowserSession browser = other.codePage();
        List<Map.Entry<String, String>> fields = new ArrayList<>(List.of(Map.entry("do", "verify")));
        for (int i = 0; i < 200; i++) {
            fields.add(Map.entry("code", other.wrongCode()));
        }
        fields.add(Map.entry("code", other.nextCode()));
        browser.post(browser.action("verify"), fields);

        assertThat(browser.signedIn()).isFalse();
        assertThat(other.refusals()).containsExactly("wrong");
        assertThat(browser.press("verify", Map.of("code", other.nextCode())).signedIn())
                .isTrue();
    }

    @Test
    void fieldsInTheStyleOfAnArrayAreNotTheField() {
        BrowserSession browser = person.codePage();
        browser.post(
                browser.action("verify"),
                List.of(Map.entry("do", "verify"), Map.entry("code[]", "123456"), Map.entry("code[0]", "123456")));

        assertThat(browser.page().text("#two-factor-error")).isEqualTo(EMPTY);
        assertSignsIn(browser);
    }

    @Test
    void aButtonThatDoesNotExistIsTakenForTheFirst() {
        for (String client : List.of("app", "bare")) {
            BrowserSession browser = person.codePage(client);
            for (String button :
                    List.of("", "enable", "confirm", "continue", "regenerate", "disable", "nonsense", "\0")) {
                browser.post(browser.action("verify"), List.of(Map.entry("do", button)));
                assertThat(browser.page().status()).isEqualTo(200);
                assertThat(browser.page().text("#two-factor-error")).isEqualTo(EMPTY);
            }
            assertSignsIn(browser);
        }
    }

    @Test
    void aForgedSelectedCredentialChangesNothing() {
        EnrolledUser stranger = EnrolledUser.enrolled(realm, "stranger");
        String id = stranger.user().credentials("otp").get(0).id();
        for (String selected : List.of(id, "no-such-id", "", "../../..", "x".repeat(10_000))) {
            BrowserSession browser = person.codePage();
            browser.press("verify", Map.of("selectedCredentialId", selected, "code", stranger.nextCode()));
            assertThat(browser.page().status()).isEqualTo(200);
            assertThat(browser.signedIn()).isFalse();
            assertThat(browser.press("verify", Map.of("selectedCredentialId", selected, "code", person.nextCode()))
                            .signedIn())
                    .isTrue();
        }
    }

    @Test
    void whatIsMoreThanKeycloakItselfTakesIsRefusedByIt() {
        BrowserSession browser = person.codePage();
        String action = browser.action("verify");
        browser.fork().post(action, List.of(Map.entry("do", "verify"), Map.entry("code", "1".repeat(1_000_000))));
        BrowserSession big = browser.fork().post(action, List.of(Map.entry("code", "1".repeat(1_000_000))));

        assertThat(big.page().status()).isEqualTo(413);
        assertSignsIn(browser);
    }

    @Test
    void aBodyThatIsNoFormIsAnEmptyOne() {
        BrowserSession browser = person.codePage();
        browser.postRaw(browser.action("verify"), "application/json", "{\"do\":\"verify\",\"code\":1}");

        assertThat(browser.page().text("#two-factor-error")).isEqualTo(EMPTY);
        assertSignsIn(browser);
    }

    @Test
    void thePasswordGrantRefusesBadInputLikeAnyOther() {
        EnrolledUser other = EnrolledUser.imported(realm, "grant");
        Tokens wrongPassword = realm.directGrant("grant", "not the password", null);
        for (String typed : List.of(" ", "12345", "1234567", "abcdef", "123\0456", "1".repeat(100_000))) {
            assertThat(realm.directGrant("grant", TestRealm.PASSWORD, typed)).isEqualTo(wrongPassword);
        }
        assertThat(other.refusals()).containsOnly("malformed");
        assertThat(realm.directGrant("grant", TestRealm.PASSWORD, other.nextCode())
                        .ok())
                .isTrue();
    }

    private static void assertSignsIn(BrowserSession browser) {
        assertThat(browser.press("verify", Map.of("code", person.nextCode())).signedIn())
                .as(browser.page().text())
                .isTrue();
    }
}
