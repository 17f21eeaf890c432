package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodReferencesTest {

    @ParameterizedTest
    @CsvSource({
        "TOTP, pwd otp mfa",
        "RECOVERY_CODE, pwd rcv mfa",
        "WEBAUTHN, pwd pop mfa",
        "PASSKEY, pwd pop mfa",
        "TRUSTED_DEVICE, pwd",
        "TEMPORARY_PASS, pwd",
        "BROKER, pwd"
    })
    void aPasswordAndASecondFactorAreTwo(EvidenceMethod method, String amr) {
        assertThat(MethodReferences.of(true, method)).isEqualTo(List.of(amr.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"TOTP, otp", "RECOVERY_CODE, rcv", "WEBAUTHN, pop", "PASSKEY, pop"})
    void withoutAPasswordOneFactorIsKnown(EvidenceMethod method, String amr) {
        assertThat(MethodReferences.of(false, method)).containsExactly(amr);
    }

    @Test
    void whatIsNotKnownIsNotClaimed() {
        assertThat(MethodReferences.of(true, null)).containsExactly("pwd");
        assertThat(MethodReferences.of(false, null)).isEmpty();
        assertThat(Arrays.stream(EvidenceMethod.values())
                        .filter(method -> MethodReferences.of(false, method).isEmpty()))
                .containsExactly(EvidenceMethod.TRUSTED_DEVICE, EvidenceMethod.TEMPORARY_PASS, EvidenceMethod.BROKER);
    }
}
