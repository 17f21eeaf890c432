package io.github.keycloaktwofactor.device;

import java.util.Optional;

/**
 * The result of checking a browser's device token.
 *
 * @param answer how it is treated
 * @param device id of the credential of the device that was used or is forgotten now; empty if the token names none
 */
public record DeviceUse(TokenAnswer answer, Optional<String> device) {

    static DeviceUse of(TokenAnswer answer, StoredDevice device) {
        return new DeviceUse(answer, Optional.of(device.id()));
    }

    static DeviceUse none() {
        return new DeviceUse(TokenAnswer.ASKED, Optional.empty());
    }
}
