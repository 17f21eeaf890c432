package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class TotpSecretTest {

    private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final TotpSecret secret = TotpSecret.ofBase32(BASE32);

    @Test
    void aRandomSecretHas160BitsAndIsAnotherEachTime() {
        SecureRandom random = new SecureRandom();
        TotpSecret first = TotpSecret.random(random);

        assertThat(first.bytes()).hasSize(20);
        assertThat(first.base32()).hasSize(32).matches("[A-Z2-7]+");
        assertThat(first).isNotEqualTo(TotpSecret.random(random));
    }

    @Test
    void isGroupedInFoursForAPersonWhoTypesIt() {
        assertThat(secret.grouped()).isEqualTo("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assertThat(TotpSecret.ofBase32("MZXW6YTBOI").grouped()).isEqualTo("MZXW 6YTB OI");
        assertThat(TotpSecret.ofBase32(secret.grouped().toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(secret);
    }

    @Test
    void isReadBackAsTheSameBytes() {
        assertThat(secret.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("12345678901234567890");
        assertThat(secret.base32()).isEqualTo(BASE32);
    }

    @Test
    void handsOutCopiesOfItsBytes() {
        secret.bytes()[0] = 0;

        assertThat(secret.base32()).isEqualTo(BASE32);
    }

    @Test
    void equalsComparesTheBytes() {
        assertThat(secret)
                .isEqualTo(TotpSecret.ofBase32(BASE32))
                .hasSameHashCodeAs(TotpSecret.ofBase32(BASE32))
                .isNotEqualTo(TotpSecret.ofBase32("MZXW6YTBOI"))
                .isNotEqualTo(BASE32);
    }

    @Test
    void anEmptySecretIsRefused() {
        assertThatThrownBy(() -> TotpSecret.ofBase32("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TotpSecret.ofBase32(" - =")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toStringIsMasked() {
        assertThat(secret).hasToString("TotpSecret[****]");
    }
}
