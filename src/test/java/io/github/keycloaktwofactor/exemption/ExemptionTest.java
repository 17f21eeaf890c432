package io.github.keycloaktwofactor.exemption;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.exemption.Exemption.Admin;
import io.github.keycloaktwofactor.exemption.Exemption.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExemptionTest {

    private final Exemption exemption = new Exemption(
            "e1",
            Kind.ROLE,
            "id-of-role",
            Instant.parse("2026-12-24T23:59:59Z"),
            "no phone yet",
            new Admin("id-of-head", "head"),
            Instant.parse("2026-12-01T08:00:00Z"));

    @Test
    void theReasonNamesItsDayAndHowTheUserHasTheRole() {
        assertThat(exemption.because("")).isEqualTo("exempt until 2026-12-24 by record: no phone yet");
        assertThat(exemption.because("role staff via group /Accounting"))
                .isEqualTo("exempt until 2026-12-24 by record for role staff via group /Accounting: no phone yet");
    }
}
