package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokenTest {

    private static final String DEVICE = "6f0c9a2e-6b1f-4b53-9a3e-0d7c1c2b3a4f";
    private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABC_-89";

    private final DeviceToken token = DeviceToken.random(DEVICE, new SecureRandom());

    @Test
    void namesItsDeviceBefore256BitsThatChange() {
        assertThat(token.text()).matches(DEVICE + "\\.[A-Za-z0-9_-]{43}");
        assertThat(DeviceToken.random(DEVICE, new SecureRandom()).secret()).isNotEqualTo(token.secret());
        assertThat(token.of("other").text()).isEqualTo("other." + token.secret());
        assertThat(DeviceToken.parse(token.text())).contains(token);
    }

    @Test
    void isKeptAsItsSha256() {
        // FIPS 180-2, appendix B.1
        assertThat(DeviceToken.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(token.hash()).isEqualTo(DeviceToken.hash(token.secret())).hasSize(64);
        assertThat(token.hashesTo(token.hash())).isTrue();
        assertThat(token.hashesTo(token.text())).isFalse();
        assertThat(token.hashesTo(DeviceToken.random(DEVICE, new SecureRandom()).hash()))
                .isFalse();
    }

    @Test
    void isReadAsItWasHandedOut() {
        assertThat(DeviceToken.parse("a:b_c-1." + SECRET)).contains(new DeviceToken("a:b_c-1", SECRET));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "short",
                SECRET,
                "." + SECRET,
                DEVICE + "." + SECRET + "x",
                DEVICE + SECRET,
                DEVICE + ".012345678901234567890123456789012345678901=",
                DEVICE + "x." + SECRET,
                "a b." + SECRET,
                "a." + SECRET + "\n"
            })
    void whatWasNeverHandedOutIsNoToken(String value) {
        assertThat(DeviceToken.parse(value)).isEmpty();
    }

    @Test
    void hidesItselfFromLogs() {
        assertThat(token.toString()).doesNotContain(token.secret());
    }
}
