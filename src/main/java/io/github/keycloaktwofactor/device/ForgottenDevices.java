package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.attempt.AfterCommit;
import io.github.keycloaktwofactor.attempt.DeviceTokens;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Forgets devices because of something that happened elsewhere in Keycloak, all of it after the commit.
 */
final class ForgottenDevices {

    private final KeycloakSession session;

    ForgottenDevices(KeycloakSession session) {
        this.session = session;
    }

    /** Those that were last used in a session that somebody has ended. */
    void ofSession(String realmId, String sessionId) {
        if (devices(realmId).isEmpty()) {
            return;
        }
        AfterCommit.run(session, sessions -> {
            DeviceTokens tokens = DeviceTokens.of(sessions);
            List<DeviceTokens.Row> rows = tokens.ofSession(realmId, sessionId);
            rows.forEach(row -> tokens.forget(row.credentialId()));
            rows.forEach(row -> removeRow(sessions, realmId, row));
        });
    }

    /** All of a user, because the password was changed. */
    void ofUser(String realmId, String userId) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(session, sessions -> DeviceTokens.of(sessions).forgetAll(realmId, userId));
        }
    }

    /** All of a realm, if its policy was changed and trusts no device any more. */
    void ofRealm(String realmId) {
        if (devices(realmId).isEmpty()) {
            AfterCommit.run(session, sessions -> DeviceTokens.of(sessions).forgetRealm(realmId));
        }
    }

    private Optional<PolicySettings> devices(String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return Optional.ofNullable(realm)
                .flatMap(TwoFactorPolicy::of)
                .filter(settings -> settings.devices().trust() != DeviceTrust.OFF);
    }

    /** What is left of it in the user's list of credentials; it is worth nothing already. */
    private static void removeRow(KeycloakSessionFactory sessions, String realmId, DeviceTokens.Row row) {
        KeycloakModelUtils.runJobInTransaction(sessions, own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            UserModel user = own.users().getUserById(realm, row.userId());
            if (user != null) {
                user.credentialManager().removeStoredCredentialById(row.credentialId());
            }
        });
    }
}
