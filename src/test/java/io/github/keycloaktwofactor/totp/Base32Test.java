package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base32Test {

    /** RFC 4648 §10, without the padding. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void encodesAndDecodesTheVectorsOfTheRfc(String text, String base32) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
        assertThat(Base32.decode(base32)).asString(StandardCharsets.US_ASCII).isEqualTo(text);
    }

    @Test
    void everyLengthSurvivesTheWayThereAndBack() {
        Random random = new Random(42);
        for (int length = 0; length <= 66; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void everySymbolIsRead() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

        assertThat(Base32.encode(Base32.decode(alphabet))).isEqualTo(alphabet);
        assertThat(Base32.encode(Base32.decode("abcdefghijklmnopqrstuvwxyz234567")))
                .isEqualTo(alphabet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mzxw6ytboi", "MZXW 6YTB OI", "MZXW-6YTB-OI", "MZXW6YTBOI======"})
    void readsWhatPeopleAndSystemsWrite(String base32) {
        assertThat(Base32.decode(base32)).asString(StandardCharsets.US_ASCII).isEqualTo("foobar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MZXW6YT0", "MZXW6YT1", "MZXW6YT8", "MZXW6YTÖ", "M", "MZX", "MZXW6Y", "MZXW6YTBO"})
    void refusesWhatIsNoBase32WithoutRepeatingIt(String base32) {
        assertThatThrownBy(() -> Base32.decode(base32))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(base32);
    }
}
