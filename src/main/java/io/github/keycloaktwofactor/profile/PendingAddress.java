package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The address that waits to be confirmed by a mailed link. The user who asked for it had proved what they had to prove by then;
 * once the password or a factor is another, or an administrator has signed the user out, it must be asked for again. Without
 * it Keycloak takes the link for an expired one.
 */
final class PendingAddress {

    private final KeycloakSession session;

    PendingAddress(KeycloakSession session) {
        this.session = session;
    }

    /** Gives it up, in the transaction of the change. Nothing happens while the guard is off in the realm. */
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
