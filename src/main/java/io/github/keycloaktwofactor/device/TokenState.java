package io.github.keycloaktwofactor.device;

/** What the secret that a browser shows is to the device that it names. */
enum TokenState {
    /** The one that the device has now. */
    PRESENT,
    /** The one before, in the very session in which it was replaced a moment ago: another tab was faster. */
    OVERTAKEN,
    /** Any other: somebody else has the present one. */
    COPIED
}
