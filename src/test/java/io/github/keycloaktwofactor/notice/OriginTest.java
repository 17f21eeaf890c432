package io.github.keycloaktwofactor.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OriginTest {

    @Test
    void whatABrowserSaysOfItselfStaysOnOneShortLine() {
        assertThat(Origin.fit("Fire\r\nBcc: x@example.org")).isEqualTo("Fire  Bcc: x@example.org");
        assertThat(Origin.fit("‮Firefox\u0000")).isEqualTo("Firefox");
        assertThat(Origin.fit("x".repeat(500))).hasSize(61);
        assertThat(Origin.fit(null)).isEmpty();
    }
}
