package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EvidenceTest {

    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000);

    @Test
    void theStoredFormatIsAContract() {
        assertThat(new Evidence(EvidenceMethod.TOTP, AT, "user", "session", "credential", "abc").text())
                .isEqualTo("2|totp|1800000000|user|session|credential|abc");
    }

    @ParameterizedTest
    @EnumSource(EvidenceMethod.class)
    void whatIsWrittenIsRead(EvidenceMethod method) {
        Evidence evidence = new Evidence(method, AT, "f:1:a|b~c d", "session", "YWJj corp|x", "abc");

        assertThat(evidence.text()).doesNotContain("~");
        assertThat(Evidence.parse(evidence.text())).contains(evidence);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "1|totp|1800000000|user",
                "2|totp|1800000000|user|session|credential",
                "2|totp|1800000000|user|session|credential|abc|more",
                "2|password|1800000000|user|session|credential|abc",
                "2|totp|-1|user|session|credential|abc",
                "2|totp|18000000000000|user|session|credential|abc",
                "3|totp|1800000000|user|session|credential|abc"
            })
    void anythingElseIsNoEvidence(String text) {
        assertThat(Evidence.parse(text)).isEmpty();
    }
}
