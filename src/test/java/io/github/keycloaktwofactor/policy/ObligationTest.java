package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObligationTest {

    @ParameterizedTest
    @CsvSource({
        "false, false, false, NOT_REQUIRED",
        "false, false, true,  NOT_REQUIRED",
        "false, true,  false, REQUIRED",
        "false, true,  true,  EXEMPT",
        "true,  false, false, EXEMPT",
        "true,  false, true,  EXEMPT",
        "true,  true,  false, EXEMPT",
        "true,  true,  true,  EXEMPT"
    })
    void aRoleExemptsWhomeverAndARecordOnlyWhomThePolicyNames(
            boolean exemptByRole, boolean named, boolean onRecord, Obligation expected) {
        assertThat(Obligation.of(exemptByRole, named, onRecord)).isEqualTo(expected);
    }
}
