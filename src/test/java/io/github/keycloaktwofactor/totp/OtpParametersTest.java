package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtpParametersTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5, 9})
    void aCodeHasSixToEightDigits(int digits) {
        assertThatThrownBy(() -> new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, digits, 30))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, 0})
    void aTimeStepLastsAtLeastOneSecond(int period) {
        assertThatThrownBy(() -> new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, period))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCounterHasNoPeriod() {
        assertThatCode(() -> new OtpParameters(OtpKind.HOTP, OtpAlgorithm.SHA1, 6, 0))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"HmacSHA1,SHA1", "HmacSHA256,SHA256", "HmacSHA512,SHA512"})
    void anAlgorithmIsKnownByKeycloaksNameAndByThatOfTheUri(String keycloakName, String uriName) {
        OtpAlgorithm algorithm = OtpAlgorithm.ofKeycloak(keycloakName);

        assertThat(algorithm.keycloakName()).isEqualTo(keycloakName);
        assertThat(algorithm.uriName()).isEqualTo(uriName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SHA1", "hmacsha1", "HmacMD5"})
    void anAlgorithmThatKeycloakDoesNotHaveIsRefused(String name) {
        assertThatThrownBy(() -> OtpAlgorithm.ofKeycloak(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
