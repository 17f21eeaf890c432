package io.github.keycloaktwofactor.guard;

import java.util.List;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stock actions that give an account a new factor. A sign-in that has not passed the second factor of an enrolled
 * account must not meet them: the default flow of a forgotten password would hand the account to whoever reads the mail.
 */
final class FactorActions {

    private static final List<String> ALIASES = List.of(
            "CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register", "webauthn-register-passwordless");

    private FactorActions() {}

    static void takeOff(AuthenticationSessionModel authentication) {
        ALIASES.forEach(authentication::removeRequiredAction);
    }
}
