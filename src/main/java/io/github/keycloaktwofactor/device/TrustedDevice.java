package io.github.keycloaktwofactor.device;

import java.time.Instant;

/**
 * A device as its user sees it.
 *
 * @param id id of the credential
 * @param names what to call it
 * @param added when it was remembered
 * @param used when somebody last signed in there
 * @param until when a code will be asked for there again; a sign-in before may move it
 * @param here whether it is the browser that asks
 */
public record TrustedDevice(String id, BrowserNames names, Instant added, Instant used, Instant until, boolean here) {}
