package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokenTest {

    private final DeviceToken token = DeviceToken.random(new SecureRandom());

    @Test
    void is256BitsThatACookieCanHold() {
        assertThat(token.text()).matches("[A-Za-z0-9_-]{43}");
        assertThat(DeviceToken.random(new SecureRandom())).isNotEqualTo(token);
        assertThat(DeviceToken.parse(token.text())).contains(token);
    }

    @Test
    void isKeptAsItsSha256() {
        // FIPS 180-2, appendix B.1
        assertThat(DeviceToken.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(token.hash()).isEqualTo(DeviceToken.hash(token.text())).hasSize(64);
        assertThat(token.hashesTo(token.hash())).isTrue();
        assertThat(token.hashesTo(token.text())).isFalse();
        assertThat(token.hashesTo(DeviceToken.random(new SecureRandom()).hash()))
                .isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "short",
                "0123456789012345678901234567890123456789012",
                "012345678901234567890123456789012345678901=",
                "01234567890123456789012345678901234567890123"
            })
    void whatWasNeverHandedOutIsNoToken(String value) {
        boolean looksRight = value != null && value.length() == 43 && !value.contains("=");

        assertThat(DeviceToken.parse(value).isPresent()).isEqualTo(looksRight);
    }

    @Test
    void hidesItselfFromLogs() {
        assertThat(token.toString()).doesNotContain(token.text());
    }
}
