package io.github.keycloaktwofactor.clock;

import io.github.keycloaktwofactor.factor.UsableKeys;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.totp.Authenticators;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Asks the product. A class of its own, because the clock is also in servers without the product. */
final class Decisions {
    private Decisions() {}

    static String of(KeycloakSession session, RealmModel realm) {
        PolicySettings settings = TwoFactorPolicy.of(realm).orElseThrow();
        return session.users()
                .searchForUserStream(realm, Map.of(UserModel.INCLUDE_SERVICE_ACCOUNT, "true"))
                .map(user -> user.getUsername()
                        + "\t" + TwoFactorPolicy.obligation(session, realm, user, settings)
                        + "\t" + isEnrolled(session, realm, user, settings))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isEnrolled(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return !Authenticators.of(user).isEmpty() || new UsableKeys(session, realm, user, settings).owned();
    }
}
