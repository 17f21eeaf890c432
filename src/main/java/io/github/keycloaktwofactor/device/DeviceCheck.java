package io.github.keycloaktwofactor.device;

import java.util.Optional;

/**
 * What came of a look at the token that a browser shows.
 *
 * @param answer what the browser gets for it
 * @param device id of the credential of the device that was used or is forgotten now; empty if the token names none
 */
public record DeviceCheck(TokenAnswer answer, Optional<String> device) {

    static DeviceCheck of(TokenAnswer answer, KnownDevice device) {
        return new DeviceCheck(answer, Optional.of(device.id()));
    }

    static DeviceCheck none() {
        return new DeviceCheck(TokenAnswer.ASKED, Optional.empty());
    }
}
