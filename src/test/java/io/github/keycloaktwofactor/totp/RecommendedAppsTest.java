package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendedAppsTest {

    private static final List<String> NAMES =
            List.of("Authy", "FreeOTP", "Google Authenticator", "Microsoft Authenticator", "1Password");

    @Test
    void everyAppCanDoWhatIsUsual() {
        assertThat(RecommendedApps.thatCan(new OtpParameters(OtpKind.TOTP, OtpAlgorithm.SHA1, 6, 30), NAMES))
                .isEqualTo(NAMES);
    }

    @ParameterizedTest
    @CsvSource({"SHA256, 6, 30", "SHA512, 6, 30", "SHA1, 8, 30", "SHA1, 6, 60"})
    void anAppThatWouldMakeWrongCodesIsNotNamed(OtpAlgorithm algorithm, int digits, int period) {
        assertThat(RecommendedApps.thatCan(new OtpParameters(OtpKind.TOTP, algorithm, digits, period), NAMES))
                .containsExactly("FreeOTP", "1Password");
    }
}
