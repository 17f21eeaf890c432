package io.github.keycloaktwofactor.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.attempt.Verdict;
import io.github.keycloaktwofactor.totp.TypedCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefilledCodeTest {

    @ParameterizedTest
    @ValueSource(strings = {"7KQM-2XRE", " 7kqm 2xre", "7KQM-2XR", "1. 7KQM-2XRE", "1234-5678", "<b>\"'{0}"})
    void aRefusedRecoveryCodeStaysAsItWasTyped(String typed) {
        assertThat(shown(CodeForm.RECOVERY_CODE, typed)).isEqualTo(typed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "123 456", "١٢٣٤٥٦", "123\u2013456"})
    void whatMayBeAOneTimePasswordNeverStays(String typed) {
        assertThat(shown(CodeForm.RECOVERY_CODE, typed)).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"USED", "WAITING", "OFF", "EMPTY"})
    void whatIsUsedUpOrWasNotLookedAtDoesNotStay(Verdict error) {
        assertThat(RefilledCode.shown(
                        CodeForm.RECOVERY_CODE, error, TypedCode.of("7KQM-2XRE"), "7KQM-2XRE", digits -> false))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "12345", "7KQM-2XRE"})
    void nothingStaysInTheFieldForOneTimePasswords(String typed) {
        assertThat(shown(CodeForm.TOTP, typed)).isNull();
    }

    @Test
    void whatTheFieldDoesNotHoldDoesNotComeBack() {
        assertThat(shown(CodeForm.RECOVERY_CODE, "A".repeat(64))).hasSize(64);
        assertThat(shown(CodeForm.RECOVERY_CODE, "A".repeat(65))).isNull();
        assertThat(shown(CodeForm.RECOVERY_CODE, "7KQM\u00002XRE")).isNull();
        assertThat(RefilledCode.shown(
                        CodeForm.RECOVERY_CODE, Verdict.MALFORMED, TypedCode.of(null), null, digits -> true))
                .isNull();
    }

    private static String shown(CodeForm form, String typed) {
        return RefilledCode.shown(form, Verdict.WRONG, TypedCode.of(typed), typed, digits -> digits.length() == 6);
    }
}
