package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                " 123456 ",
                "123 456",
                "123-456",
                "123\u00A0456",
                "123\u2009456",
                "\u3000123456",
                "\u200B123456\uFEFF",
                "\u202A123456\u202C",
                "123\u2010456",
                "123\u2013456",
                "123\u2014456",
                "123\u2212456",
                "123\uFF0D456",
                "123\u30FC456",
                "123\t456\r\n",
                "１２３４５６",
                "١٢٣٤٥٦",
                "۱۲۳۴۵۶",
                "१२३४५६",
                "𝟏𝟐𝟑𝟒𝟓𝟔"
            })
    void readsTheDigitsThatAPersonMeant(String raw) {
        TypedCode typed = TypedCode.of(raw);

        assertThat(typed.digits()).contains("123456");
        assertThat(typed.text()).isEqualTo("123456");
        assertThat(typed.isEmpty()).isFalse();
        assertThat(typed.isMalformed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"})
    void readsEveryDigitOfAScript(String raw) {
        assertThat(TypedCode.of(raw).digits()).contains("0123456789");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\u00A0\u200B", "---", "\n"})
    void nothingTypedIsEmpty(String raw) {
        TypedCode typed = TypedCode.of(raw);

        assertThat(typed.isEmpty()).isTrue();
        assertThat(typed.isMalformed()).isFalse();
        assertThat(typed.digits()).isEmpty();
        assertThat(typed.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "1234567", "0"})
    void digitsOfAnyLengthAreDigits(String raw) {
        assertThat(TypedCode.of(raw).digits()).contains(raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdef", "12345a", "12.456", "12+456", "²23456", "½", "七"})
    void otherTextHasNoDigitsButIsKept(String raw) {
        TypedCode typed = TypedCode.of(raw);

        assertThat(typed.digits()).isEmpty();
        assertThat(typed.text()).isEqualTo(raw);
        assertThat(typed.isEmpty()).isFalse();
        assertThat(typed.isMalformed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123\u0000456", "\u0000", "123456\u001B", "\u007F123456", "\u0085x123456"})
    void controlCharactersAreMalformed(String raw) {
        assertMalformed(TypedCode.of(raw));
    }

    @Test
    void tooLongATextIsMalformed() {
        assertThat(TypedCode.of("1".repeat(100)).digits()).contains("1".repeat(100));
        assertMalformed(TypedCode.of("1".repeat(101)));
        assertMalformed(TypedCode.of(" ".repeat(100 * 1024)));
    }

    @Test
    void halfACharacterDoesNoHarm() {
        assertThat(TypedCode.of("\uD83D123456").digits()).isEmpty();
    }

    @Test
    void toStringIsMasked() {
        assertThat(TypedCode.of("123456")).hasToString("TypedCode[****]");
    }

    private static void assertMalformed(TypedCode typed) {
        assertThat(typed.isMalformed()).isTrue();
        assertThat(typed.isEmpty()).isFalse();
        assertThat(typed.digits()).isEmpty();
        assertThat(typed.text()).isEmpty();
    }
}
