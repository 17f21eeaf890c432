package io.github.keycloaktwofactor.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:DB8:0:0:8:800:200C:417A",
                "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.33",
                "1:2:3:4:5:6:192.0.2.33",
                "1:2:3:4:5:6:7::"
            })
    void anAddressIsShownAsItCame(String address) throws UnknownHostException {
        assertThat(IpAddress.shown(address)).isEqualTo(address);
        assertThat(InetAddress.getByName(address)).isNotNull();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "call 0900-123456",
                "https://login.example.net/reset",
                "login.example.net",
                "192.0.2.1, 192.0.2.2",
                "192.0.2.1 call 0900-123456",
                "192.0.2.1\nBcc: x@example.org",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.01",
                "1.2.3.4.5",
                "3221225985",
                "0x7f.1",
                "192.0.2.1:443",
                "192.0.2.1%eth0",
                "[192.0.2.1]",
                "[::1]:443",
                "[::1] call 0900-123456",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::12345",
                "::g",
                "1.2.3.4::",
                "::1.2.3",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "١.٢.٣.٤",
                "face:b00k::",
                "%x"
            })
    void nothingElseIs(String told) {
        assertThat(IpAddress.shown(told)).isEmpty();
    }

    @Test
    void bracketsAndZoneOfAnIpv6AddressAreNotShown() {
        assertThat(IpAddress.shown("fe80::1%eth0")).isEqualTo("fe80::1");
        assertThat(IpAddress.shown("[2001:db8::7]")).isEqualTo("2001:db8::7");
        assertThat(IpAddress.shown("fe80::1%call 0900-123456")).isEqualTo("fe80::1");
    }

    /** Java never looks up a text with a colon. */
    @Test
    void whatIsShownIsAnAddressToJavaToo() {
        int shown = 0;
        Random random = new Random(7);
        String characters = "0123456789abcdefF::::::..";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(":");
            for (int length = random.nextInt(12); length > 0; length--) {
                text.insert(random.nextInt(text.length() + 1), characters.charAt(random.nextInt(characters.length())));
            }
            String address = text.toString();
            if (!IpAddress.shown(address).isEmpty()) {
                shown++;
                assertThat(isLiteral(address)).as(address).isTrue();
            }
        }
        assertThat(shown).isGreaterThan(100);
    }

    private static boolean isLiteral(String address) {
        try {
            return InetAddress.getByName(address) != null;
        } catch (UnknownHostException none) {
            return false;
        }
    }
}
