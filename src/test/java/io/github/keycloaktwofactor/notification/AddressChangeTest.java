package io.github.keycloaktwofactor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressChangeTest {

    @ParameterizedTest
    @CsvSource({
        "mallory@elsewhere.example,m…@elsewhere.example",
        "m@elsewhere.example,…@elsewhere.example",
        "müller@bücher.example,m…@bücher.example",
        "=cmd@elsewhere.example,…@elsewhere.example",
        "'call 0900-123456 now',…",
        "m@http://elsewhere.example/reset,…",
        "'m@elsewhere.example call 0900',…",
        "@elsewhere.example,…",
        "m@,…",
        "'',''"
    })
    void noMoreIsShownThanWhereItIs(String address, String shown) {
        assertThat(new AddressChange(null, address, Actor.PERSON).masked()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"60,false", "61,true"})
    void aLongDomainIsText(int length, boolean hidden) {
        String masked = new AddressChange(null, "mallory@" + "x".repeat(length), Actor.PERSON).masked();

        assertThat(masked.equals("…")).isEqualTo(hidden);
    }
}
