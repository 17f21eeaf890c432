package io.github.keycloaktwofactor.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniqueLabelTest {

    @ParameterizedTest
    @CsvSource({
        "'', corp",
        "partner, corp",
        "corp 2, corp",
        "corp, corp 2",
        "CORP, corp 2",
        "' corp ', corp 2",
        "Corp|CORP 2, corp 3",
    })
    void isTheFirstThatKeycloakDoesNotHoldToBeTaken(String taken, String free) {
        assertThat(UniqueLabel.of("corp", Arrays.stream(taken.split("\\|")))).isEqualTo(free);
    }

    @Test
    void aRowWithoutALabelTakesNone() {
        assertThat(UniqueLabel.of("corp", Stream.of((String) null))).isEqualTo("corp");
    }

    @Test
    void aLongOneStillFitsItsColumnWithANumber() {
        String longest = "a".repeat(255);

        assertThat(UniqueLabel.of(longest, Stream.of("b"))).isEqualTo(longest);
        assertThat(UniqueLabel.of(longest, Stream.of(longest))).isEqualTo("a".repeat(253) + " 2");
    }
}
