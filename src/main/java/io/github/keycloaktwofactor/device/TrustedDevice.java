package io.github.keycloaktwofactor.device;

import java.time.Instant;

/**
 * A trusted device, as shown to its user.
 *
 * @param id id of the credential
 * @param names browser and operating system
 * @param added when it was trusted
 * @param used when it was last used to sign in
 * @param until when a code is asked for again; an earlier sign-in may extend it
 * @param here whether it is the browser of this request
 */
public record TrustedDevice(String id, BrowserNames names, Instant added, Instant used, Instant until, boolean here) {}
