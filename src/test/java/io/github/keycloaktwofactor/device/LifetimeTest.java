package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceSettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {

    private static final Instant ADDED = Instant.parse("2026-05-01T08:00:00Z");
    private static final Instant USED = Instant.parse("2026-05-20T09:30:00Z");

    @Test
    void daysCountFromTheCode() {
        assertThat(Lifetime.until(settings(DeviceTrust.DAYS), ADDED, USED)).isEqualTo("2026-05-31T08:00:00Z");
    }

    @Test
    void untilSignOutEveryUseBeginsThemAnew() {
        assertThat(Lifetime.until(settings(DeviceTrust.UNTIL_SIGN_OUT), ADDED, USED))
                .isEqualTo("2026-06-19T09:30:00Z");
    }

    @Test
    void offIsOver() {
        assertThat(Lifetime.until(settings(DeviceTrust.OFF), ADDED, USED)).isBefore(ADDED);
    }

    @Test
    void aTokenThatWasReplacedIsGoodForHalfAMinuteMore() {
        assertThat(Lifetime.stillUnderWay(USED, USED)).isTrue();
        assertThat(Lifetime.stillUnderWay(USED, USED.plusSeconds(29))).isTrue();
        assertThat(Lifetime.stillUnderWay(USED, USED.plusSeconds(30))).isFalse();
    }

    @Test
    void aTokenIsReplacedOnceAMinute() {
        assertThat(Lifetime.nextTokenIsDue(USED, USED.plusSeconds(59))).isFalse();
        assertThat(Lifetime.nextTokenIsDue(USED, USED.plusSeconds(60))).isTrue();
    }

    private static DeviceSettings settings(DeviceTrust trust) {
        return new DeviceSettings(trust, 30, 5, List.of());
    }
}
