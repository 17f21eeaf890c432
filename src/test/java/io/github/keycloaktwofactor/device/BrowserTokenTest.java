package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTokenTest {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final SecretKey KEY = key("a key of the realm");
    private static final BrowserToken.Owner OWNER = new BrowserToken.Owner("realm", "user");
    private static final String ID = BrowserToken.randomId(new SecureRandom());
    private static final BrowserToken TOKEN = BrowserToken.sign(ID, NOW, KEY, OWNER, "phone");

    @Test
    void itIsReadAsItWasWritten() {
        BrowserToken read = BrowserToken.parse(TOKEN.text()).orElseThrow();

        assertThat(read).isEqualTo(TOKEN);
        assertThat(read.isSigned(KEY, OWNER, "phone")).isTrue();
        assertThat(read.toString()).doesNotContain(ID, TOKEN.mac());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ".", "a.1.b", "a.b.c.d", " ", "../../x.1.y"})
    void whatWasNeverHandedOutIsNoToken(String value) {
        assertThat(BrowserToken.parse(value)).isEmpty();
        assertThat(BrowserToken.parse(null)).isEmpty();
        assertThat(BrowserToken.parse(TOKEN.text() + value + "x")).isEmpty();
    }

    @Test
    void itIsGoodForOneOwnerOneRealmOneCredentialAndOneKey() {
        assertThat(TOKEN.isSigned(key("another key"), OWNER, "phone")).isFalse();
        assertThat(TOKEN.isSigned(KEY, new BrowserToken.Owner("realm", "other"), "phone"))
                .isFalse();
        assertThat(TOKEN.isSigned(KEY, new BrowserToken.Owner("other", "user"), "phone"))
                .isFalse();
        assertThat(TOKEN.isSigned(KEY, OWNER, "tablet")).isFalse();
    }

    @Test
    void neitherItsIdNorItsTimeCanBeChanged() {
        BrowserToken other = new BrowserToken(BrowserToken.randomId(new SecureRandom()), TOKEN.issued(), TOKEN.mac());
        BrowserToken younger = new BrowserToken(ID, TOKEN.issued() + 1, TOKEN.mac());

        assertThat(other.isSigned(KEY, OWNER, "phone")).isFalse();
        assertThat(younger.isSigned(KEY, OWNER, "phone")).isFalse();
    }

    @Test
    void itLastsAYearAndIsNotOfTheFuture() {
        assertThat(TOKEN.lasts(NOW.plus(Duration.ofDays(365)).minusSeconds(1))).isTrue();
        assertThat(TOKEN.lasts(NOW.plus(Duration.ofDays(365)))).isFalse();
        assertThat(TOKEN.lasts(NOW.minusSeconds(299))).isTrue();
        assertThat(TOKEN.lasts(NOW.minusSeconds(301))).isFalse();
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA512");
    }
}
