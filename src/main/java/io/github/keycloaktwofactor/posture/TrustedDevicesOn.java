package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.util.stream.Stream;

/** A trusted device skips the code. */
final class TrustedDevicesOn implements Check {

    @Override
    public String id() {
        return "trusted-devices-on";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        return ofRealm(
                realm,
                realm.settings().devices().trust() != DeviceTrust.OFF,
                Severity.LOW,
                "trustedDevices is on: the password and the cookie of a remembered browser sign in. Anyone who"
                        + " steals both can sign in until the owner does so next.",
                "Turn it off if your standards require a second factor every time (PCI DSS, NIST AAL2), and name"
                        + " roles in trustedDeviceExcludedRoles.");
    }
}
