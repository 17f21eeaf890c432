package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObligationTest {

    @ParameterizedTest
    @CsvSource({
        "true, true, false, EXEMPT, false",
        "true, true, true, EXEMPT, false",
        "true, false, false, EXEMPT, false",
        "true, false, true, EXEMPT, false",
        "false, true, false, REQUIRED, true",
        "false, true, true, REPORTED, true",
        "false, false, false, NOT_REQUIRED, false",
        "false, false, true, NOT_REQUIRED, false",
    })
    void anExemptionWinsAndARealmThatReportsRequiresNothing(
            boolean exemptByRole, boolean named, boolean reportsOnly, Obligation obligation, boolean byPolicy) {
        assertThat(Obligation.of(exemptByRole, named, reportsOnly)).isEqualTo(obligation);
        assertThat(obligation.isByPolicy()).isEqualTo(byPolicy);
    }
}
