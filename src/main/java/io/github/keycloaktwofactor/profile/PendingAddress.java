package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A new address that waits for verification by a mailed link. Once the password or a factor has changed, or an administrator
 * has signed the user out, the evidence for the change is outdated, and it must be requested again. Without the pending
 * address, Keycloak treats the link as expired.
 */
final class PendingAddress {

    private final KeycloakSession session;

    PendingAddress(KeycloakSession session) {
        this.session = session;
    }

    /** Discards it, in the transaction of the change. Does nothing while the guard is off in the realm. */
    void giveUp(String realmId, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null || TwoFactorPolicy.of(realm).isEmpty()) {
            return;
        }
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null && user.getFirstAttribute(UserModel.EMAIL_PENDING) != null) {
            user.removeAttribute(UserModel.EMAIL_PENDING);
        }
    }
}
