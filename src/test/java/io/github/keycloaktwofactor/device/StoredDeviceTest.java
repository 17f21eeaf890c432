package io.github.keycloaktwofactor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.store.DeviceTokens;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is neither the present token nor one that a tab of the same browser overtook is a copy, at any moment. */
class StoredDeviceTest {

    private static final Instant REPLACED = Instant.parse("2026-05-01T08:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DeviceToken present = DeviceToken.random("id", RANDOM);
    private final DeviceToken former = DeviceToken.random("id", RANDOM);
    private final DeviceToken other = DeviceToken.random("id", RANDOM);
    private final StoredDevice device = device("id", REPLACED);

    @Test
    void thePresentTokenIsGoodInEverySession() {
        assertThat(device.stateOf(present, "here", REPLACED)).isEqualTo(TokenState.PRESENT);
        assertThat(device.stateOf(present, "elsewhere", REPLACED.plusSeconds(86_400)))
                .isEqualTo(TokenState.PRESENT);
    }

    @Test
    void theFormerOneIsGoodForAMomentInTheSessionInWhichItWasReplaced() {
        assertThat(device.stateOf(former, "here", REPLACED)).isEqualTo(TokenState.OVERTAKEN);
        assertThat(device.stateOf(former, "here", REPLACED.plusSeconds(29))).isEqualTo(TokenState.OVERTAKEN);
        assertThat(device.stateOf(former, "here", REPLACED.plusSeconds(30))).isEqualTo(TokenState.COPIED);
        assertThat(device.stateOf(former, "elsewhere", REPLACED)).isEqualTo(TokenState.COPIED);
    }

    @Test
    void anyOtherIsACopyAtOnce() {
        assertThat(device.stateOf(other, "here", REPLACED)).isEqualTo(TokenState.COPIED);
        assertThat(device.stateOf(other, "elsewhere", REPLACED.plusSeconds(86_400)))
                .isEqualTo(TokenState.COPIED);
    }

    @Test
    void theNextTokenIsDueAfterAMinuteAndInEveryOtherSession() {
        assertThat(device.nextTokenIsDue("here", REPLACED.plusSeconds(59))).isFalse();
        assertThat(device.nextTokenIsDue("here", REPLACED.plusSeconds(60))).isTrue();
        assertThat(device.nextTokenIsDue("elsewhere", REPLACED)).isTrue();
    }

    @Test
    void theNewestComeFirstAndThoseOfOneInstantAlwaysInTheSameOrder() {
        StoredDevice later = device("a", REPLACED.plusSeconds(1));
        StoredDevice twin = device("b", REPLACED);

        List<StoredDevice> sorted =
                Stream.of(device, twin, later).sorted(StoredDevice.NEWEST_FIRST).toList();

        assertThat(sorted).extracting(StoredDevice::id).containsExactly("a", "b", "id");
        assertThat(Stream.of(later, twin, device).sorted(StoredDevice.NEWEST_FIRST))
                .isEqualTo(sorted);
    }

    private StoredDevice device(String id, Instant created) {
        TrustedDeviceCredentialModel model =
                TrustedDeviceCredentialModel.create(new BrowserNames("Firefox", "Linux"), "bond", created);
        model.setId(id);
        return new StoredDevice(
                new DeviceTokens.Row(id, "realm", "user", present.hash(), Optional.of(former.hash()), "here", REPLACED),
                model);
    }
}
