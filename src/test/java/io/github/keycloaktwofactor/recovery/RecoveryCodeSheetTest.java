package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryCodeSheetTest {

    @Test
    void eightCodesStandInTwoColumns() {
        String expected = """
                Example recovery codes
                Account: jörg@example.com
                Created: 2026-03-09 07:05 UTC

                 1.  ABCD-0001      5.  ABCD-0005
                 2.  ABCD-0002      6.  ABCD-0006
                 3.  ABCD-0003      7.  ABCD-0007
                 4.  ABCD-0004      8.  ABCD-0008

                Each code signs you in once if you don't have your authenticator app.
                On the sign-in page choose "Lost your phone? Use a recovery code".
                Generating new codes makes these codes stop working. Keep this page private.
                """.replace("\n", "\r\n");

        assertThat(text(8)).isEqualTo(expected);
    }

    @Test
    void anOddNumberLeavesTheLastPlaceOfTheSecondColumnEmpty() {
        assertThat(codeLines(5))
                .containsExactly(
                        " 1.  ABCD-0001      4.  ABCD-0004", " 2.  ABCD-0002      5.  ABCD-0005", " 3.  ABCD-0003");
        assertThat(codeLines(1)).containsExactly(" 1.  ABCD-0001");
    }

    @Test
    void twentyCodesFitTenLines() {
        assertThat(codeLines(20))
                .hasSize(10)
                .startsWith(" 1.  ABCD-0001     11.  ABCD-0011")
                .endsWith("10.  ABCD-0010     20.  ABCD-0020");
    }

    @Test
    void aNameWithLineBreaksWritesNoLinesOfItsOwn() {
        String text =
                RecoveryCodeSheet.text(words("Example\r\nPassword: x", "alice\u2028bob\n 9.  FAKE-C0DE"), codes(2));

        assertThat(text.split("\r\n"))
                .startsWith(
                        "Example Password: x recovery codes",
                        "Account: alice bob  9.  FAKE-C0DE",
                        "Created: 2026-03-09 07:05 UTC");
    }

    @Test
    void everyLineEndsAsWindowsLikesIt() {
        assertThat(text(8).replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text(8)).endsWith("\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Example,              Example-recovery-codes",
        "example.com,          example.com-recovery-codes",
        "Café & Co: HR,        Café-Co-HR-recovery-codes",
        "Cafe\u0301,           Café-recovery-codes",
        "日本 株式会社,          日本-株式会社-recovery-codes",
        "../../etc/passwd,     etc-passwd-recovery-codes",
        "C:\\Temp\\x,          C-Temp-x-recovery-codes",
        "-rf *,                rf-recovery-codes",
        "a\u202Etxt.exe,       a-txt.exe-recovery-codes",
        "'a\"<b>|?',           a-b-recovery-codes",
        "CON,                  CON-recovery-codes",
        "'',                   recovery-codes",
        "' . ',                recovery-codes",
        "😀,                   recovery-codes"
    })
    void theFileNameIsSafeEverywhere(String issuer, String fileName) {
        assertThat(RecoveryCodeSheet.fileName(issuer)).isEqualTo(fileName);
    }

    @Test
    void aLongIssuerIsCut() {
        assertThat(RecoveryCodeSheet.fileName("𝒳".repeat(500))).isEqualTo("𝒳".repeat(64) + "-recovery-codes");
    }

    @Test
    void theLinkHoldsTheWholeFileAsUtf8() {
        String uri = RecoveryCodeSheet.dataUri(words("Café", "jörg"), codes(8));

        assertThat(uri).matches("data:text/plain;charset=utf-8;base64,[A-Za-z0-9+/]+=*");
        assertThat(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(RecoveryCodeSheet.text(words("Café", "jörg"), codes(8)));
    }

    private static String text(int count) {
        return RecoveryCodeSheet.text(words("Example", "jörg@example.com"), codes(count));
    }

    private static SheetText words(String issuer, String account) {
        return new SheetText(
                "en",
                issuer + " recovery codes",
                List.of("Account: " + account, "Created: 2026-03-09 07:05 UTC"),
                List.of(
                        "Each code signs you in once if you don't have your authenticator app.",
                        "On the sign-in page choose \"Lost your phone? Use a recovery code\".",
                        "Generating new codes makes these codes stop working. Keep this page private."));
    }

    private static List<String> codeLines(int count) {
        return text(count).lines().filter(line -> line.contains("ABCD-")).toList();
    }

    private static List<RecoveryCode> codes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number ->
                        RecoveryCode.parse("ABCD-%04d".formatted(number)).orElseThrow())
                .toList();
    }
}
