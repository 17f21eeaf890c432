package io.github.keycloaktwofactor.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7K10-9QXP",
                "7k10-9qxp",
                "7K109QXP",
                " 7K10 9QXP ",
                "7K 10 9Q XP",
                "7K10\u00A09QXP",
                "7K10\u20139QXP",
                "7K10\u22129QXP",
                "7K10\uFF0D9QXP",
                "7K10\u30FC9QXP",
                "7-K-1-0-9-Q-X-P",
                "\u200B7K10-9QXP\uFEFF",
                "7KIO-9QXP",
                "7klo-9qxp",
                "7kio-9qxp",
                "７Ｋ１０－９ＱＸＰ",
                "７ｋＩＯ９ｑｘｐ",
                "٧K١٠-٩QXP",
                "7K10-9QXP\r\n",
                "1. 7K10-9QXP",
                " 1.  7K10-9QXP",
                "12. 7k10 9qxp",
                "1.7K109QXP",
                "3) 7K10-9QXP",
                "\u200F١. 7K10-9QXP",
                "１．7K10-9QXP"
            })
    void readsWhatThePersonMeant(String typed) {
        assertThat(RecoveryCode.parse(typed)).map(RecoveryCode::display).contains("7K10-9QXP");
    }

    @ParameterizedTest
    @CsvSource({
        "7K2M9QXPA0B1,             7K2M-9QXP-A0B1",
        "7K2M9QXPA0B1C2D3,         7K2M-9QXP-A0B1-C2D3",
        "7K2M9QXPA0B1C2D3E4F5G6H7, 7K2M-9QXP-A0B1-C2D3-E4F5-G6H7"
    })
    void hasTwoToSixGroups(String typed, String display) {
        assertThat(RecoveryCode.parse(typed)).map(RecoveryCode::display).contains(display);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "7K2M",
                "7K2M9QX",
                "7K2M9QXPA",
                "7K2M9QXPA0",
                "7K2M9QXPA0B1C2D3E4F5G6H7J8K9",
                "7K2M-9QXU",
                "7K2M-9QX!",
                "7K2M_9QXP",
                "7K2M-9QXР",
                "7K2M-9QXß",
                "7K2M\u0000-9QXP",
                "12345678",
                "1234-5678",
                "OOOO-IIII",
                "١٢٣٤٥٦٧٨",
                "123456",
                "1.",
                "1. 12345678",
                "123. 7K10-9QXP",
                "1. 2. 7K10-9QXP",
                "1.7K10-9QXP 2.7K10-9QXP"
            })
    void refusesWhatIsNoCode(String typed) {
        assertThat(RecoveryCode.parse(typed)).isEmpty();
    }

    @Test
    void refusesALongTextAtOnce() {
        assertThat(RecoveryCode.parse("7K2M9QXP" + " ".repeat(92))).isPresent();
        assertThat(RecoveryCode.parse("7K2M9QXP" + " ".repeat(93))).isEmpty();
        assertThat(RecoveryCode.parse("\uFDFA".repeat(100))).isEmpty();
        assertThat(RecoveryCode.parse("A".repeat(100 * 1024))).isEmpty();
    }

    @Test
    void equalsComparesTheSymbols() {
        Optional<RecoveryCode> code = RecoveryCode.parse("7K2M-9QXP");

        assertThat(code)
                .isEqualTo(RecoveryCode.parse("7k2m9qxp"))
                .hasSameHashCodeAs(RecoveryCode.parse("7k2m9qxp"))
                .isNotEqualTo(RecoveryCode.parse("7K2M-9QXR"));
        assertThat(code.orElseThrow()).isNotEqualTo("7K2M9QXP");
    }

    @Test
    void toStringIsMasked() {
        assertThat(RecoveryCode.parse("7K2M-9QXP").orElseThrow()).hasToString("RecoveryCode[****]");
    }
}
