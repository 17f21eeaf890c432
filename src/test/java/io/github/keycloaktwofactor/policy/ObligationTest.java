package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObligationTest {

    @ParameterizedTest
    @CsvSource({
        "false, false, false, false, NOT_REQUIRED, false",
        "false, false, false, true,  NOT_REQUIRED, false",
        "false, false, true,  false, NOT_REQUIRED, false",
        "false, false, true,  true,  NOT_REQUIRED, false",
        "false, true,  false, false, REQUIRED,     true",
        "false, true,  false, true,  REPORTED,     true",
        "false, true,  true,  false, EXEMPT,       false",
        "false, true,  true,  true,  EXEMPT,       false",
        "true,  false, false, false, EXEMPT,       false",
        "true,  false, false, true,  EXEMPT,       false",
        "true,  false, true,  false, EXEMPT,       false",
        "true,  false, true,  true,  EXEMPT,       false",
        "true,  true,  false, false, EXEMPT,       false",
        "true,  true,  false, true,  EXEMPT,       false",
        "true,  true,  true,  false, EXEMPT,       false",
        "true,  true,  true,  true,  EXEMPT,       false"
    })
    void obligationFollowsRoleThenPolicyThenRecordThenMode(
            boolean exemptByRole,
            boolean named,
            boolean onRecord,
            boolean reportsOnly,
            Obligation expected,
            boolean byPolicy) {
        assertThat(Obligation.of(exemptByRole, named, onRecord, reportsOnly)).isEqualTo(expected);
        assertThat(expected.isByPolicy()).isEqualTo(byPolicy);
    }
}
