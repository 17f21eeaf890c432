package io.github.keycloaktwofactor.challenge;

import java.util.List;
import org.keycloak.authentication.AuthenticatorUtil;

/** The factors besides ours that the policy accepts: security keys and passkeys. */
public final class OtherFactors {

    private OtherFactors() {}

    /** Whether this sign-in really used one of them, by Keycloak's own record. Owning one is not enough. */
    public static boolean used(Visit visit) {
        List<String> used = AuthenticatorUtil.getAuthnCredentials(visit.authentication());
        return visit.settings().acceptOtherFactors().stream().anyMatch(used::contains);
    }

    /** Whether the user has enrolled one of them. */
    public static boolean owned(Visit visit) {
        return visit.settings().acceptOtherFactors().stream()
                .anyMatch(type -> visit.user()
                        .credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent());
    }
}
