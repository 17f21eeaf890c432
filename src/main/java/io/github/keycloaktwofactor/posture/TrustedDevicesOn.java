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
                "trustedDevices is on: the password and the cookie of a remembered browser sign in. "
                        + "Somebody who steals both is in until the other side signs in.",
                "Leave it off where the standards that you follow ask for it (PCI DSS, NIST AAL2), and "
                        + "name roles in trustedDeviceExcludedRoles.");
    }
}
