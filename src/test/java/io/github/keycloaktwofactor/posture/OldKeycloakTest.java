package io.github.keycloaktwofactor.posture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OldKeycloakTest {

    @ParameterizedTest
    @CsvSource({
        "26.4.7, true",
        "26.7.4, true",
        "26.7.5, false",
        "26.7.10, false",
        "26.8.0, false",
        "27.0.0, false",
        "25.9.9, true",
        "26.7.4.redhat-00001, true",
        "999.0.0-SNAPSHOT, false",
        "unknown, false"
    })
    void whatIsOlderThanTheRecommendedVersionIsOld(String version, boolean old) {
        assertThat(OldKeycloak.isOld(version)).isEqualTo(old);
    }
}
