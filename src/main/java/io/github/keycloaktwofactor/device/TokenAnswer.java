package io.github.keycloaktwofactor.device;

/** How a browser's device token is treated. */
public enum TokenAnswer {
    /** A trusted device: no code is asked for. */
    SPARED,
    /** Not a trusted device, or no longer. */
    ASKED,
    /** A replay: the secret was rotated before, so a copy exists, here or elsewhere. The device is forgotten. */
    COPIED
}
