package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneTimePasswordTest {

    private static final byte[] KEY = key(20);

    @Test
    void givesTheValuesOfRfc4226AppendixD() {
        OneTimePassword password = new OneTimePassword(KEY, OtpAlgorithm.SHA1, 6);

        assertThat(LongStream.range(0, 10).mapToObj(password::at))
                .containsExactly(
                        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
                        "520489");
    }

    /** Erratum 2866: the keys are as long as the hash, 20, 32 and 64 bytes, not 20 bytes for all. */
    @ParameterizedTest
    @CsvSource({
        "59,          94287082, 46119246, 90693936",
        "1111111109,  07081804, 68084774, 25091201",
        "1111111111,  14050471, 67062674, 99943326",
        "1234567890,  89005924, 91819424, 93441116",
        "2000000000,  69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    void givesTheValuesOfRfc6238AppendixB(long seconds, String sha1, String sha256, String sha512) {
        long step = StepMatcher.step(Instant.ofEpochSecond(seconds), 30);

        assertThat(new OneTimePassword(key(20), OtpAlgorithm.SHA1, 8).at(step)).isEqualTo(sha1);
        assertThat(new OneTimePassword(key(32), OtpAlgorithm.SHA256, 8).at(step))
                .isEqualTo(sha256);
        assertThat(new OneTimePassword(key(64), OtpAlgorithm.SHA512, 8).at(step))
                .isEqualTo(sha512);
    }

    /** Computed with another implementation; at counter 732066 the whole truncated hash is 7261. */
    @ParameterizedTest
    @CsvSource({"6, 44, 000152", "8, 302464, 00000325", "6, 732066, 007261", "8, 732066, 00007261"})
    void keepsLeadingZeros(int digits, long counter, String expected) {
        assertThat(new OneTimePassword(KEY, OtpAlgorithm.SHA1, digits).at(counter))
                .isEqualTo(expected);
    }

    /** Computed with another implementation; the low 32 bits alone would give 629445. */
    @Test
    void usesAll64BitsOfTheCounter() {
        assertThat(new OneTimePassword(KEY, OtpAlgorithm.SHA1, 6).at(6_666_666_666L))
                .isEqualTo("649215");
    }

    @Test
    void anEmptyKeyIsRefused() {
        assertThatThrownBy(() -> new OneTimePassword(new byte[0], OtpAlgorithm.SHA1, 6))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static byte[] key(int length) {
        return "1234567890".repeat(7).substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }
}
