package io.github.keycloaktwofactor.device;

/** The state of the secret in a device token. */
enum TokenState {
    /** The current one. */
    PRESENT,
    /** The previous one, in the session in which it has just been rotated: another tab was faster. */
    OVERTAKEN,
    /** Any other: a replay. */
    COPIED
}
