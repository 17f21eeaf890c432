package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OneLineTest {

    @Test
    void whatSomebodyElseHasChosenStaysOnOneShortLine() {
        assertThat(OneLine.of("Fire\r\nBcc: x@example.org")).isEqualTo("Fire  Bcc: x@example.org");
        assertThat(OneLine.of("Acme\u2028Bcc: x\u2029y\u0085z")).isEqualTo("Acme Bcc: x y z");
        assertThat(OneLine.of("\u202EFirefox\u0000")).isEqualTo("Firefox");
        assertThat(OneLine.of("x".repeat(500))).hasSize(61);
        assertThat(OneLine.of(null)).isEmpty();
    }

    @Test
    void noCharacterIsCutInHalf() {
        String line = OneLine.of("\uD83D\uDD11".repeat(100));

        assertThat(line.codePoints()).hasSize(61).allMatch(point -> point == 0x1F511 || point == '…');
    }
}
