package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.event.FactorEvent;
import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.DeviceTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Forgets devices because of a change elsewhere in Keycloak, after its commit.
 */
final class ForgottenDevices {

    private static final Logger LOG = Logger.getLogger(ForgottenDevices.class);

    private final KeycloakSession session;

    ForgottenDevices(KeycloakSession session) {
        this.session = session;
    }

    /** Devices that were last used in a session that was ended. */
    void ofSession(String realmId, String sessionId) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(
                    session,
                    sessions -> forget(sessions, DeviceTokens.of(sessions).ofSession(realmId, sessionId)));
        }
    }

    /**
     * Devices of a browser that signs out, if the policy trusts none for longer. Only with their current or previous token:
     * anyone can write the id of another user's device into a cookie.
     */
    void ofBrowser(String realmId, List<DeviceToken> held) {
        if (!held.isEmpty() && endAtSignOut(realmId)) {
            AfterCommit.run(session, sessions -> forgetHeld(sessions, realmId, held));
        }
    }

    /** Whether the policy trusts devices only until their browsers sign out. */
    boolean endAtSignOut(String realmId) {
        return devices(realmId).filter(DeviceTrust.UNTIL_SIGN_OUT::equals).isPresent();
    }

    /** Devices of the realm whose tokens a browser holds, at once. */
    static void forgetHeld(KeycloakSessionFactory sessions, String realmId, List<DeviceToken> held) {
        DeviceTokens tokens = DeviceTokens.of(sessions);
        forget(
                sessions,
                held.stream()
                        .flatMap(token -> tokens
                                .find(token.device())
                                .filter(row -> row.realmId().equals(realmId) && isHeldBy(row, token))
                                .stream())
                        .toList());
    }

    /** A device that an administrator removed, or all devices of a user whose factor was removed. */
    void ofRemoved(String realmId, FactorEvent.Removed removed) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(session, sessions -> {
                DeviceTokens tokens = DeviceTokens.of(sessions);
                if (tokens.find(removed.credentialId()).isPresent()) {
                    tokens.forget(removed.credentialId());
                } else {
                    forgetAll(sessions, realmId, removed.userId());
                }
            });
        }
    }

    /** Devices of a user whose fingerprint of password and factors has changed. */
    void withBrokenBond(String realmId, String userId) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(session, sessions -> {
                if (!DeviceTokens.of(sessions).of(realmId, userId).isEmpty()) {
                    List<DeviceTokens.Row> broken = new ArrayList<>();
                    withUser(sessions, realmId, userId, (own, user) -> broken.addAll(broken(own, user)));
                    forget(sessions, broken);
                }
            });
        }
    }

    /** All devices of a user, because the password or a factor was changed, or an administrator ended all sessions. */
    void ofUser(String realmId, String userId) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(session, sessions -> forgetAll(sessions, realmId, userId));
        }
    }

    /** All devices of a realm, if its changed policy no longer trusts any. */
    void ofRealm(String realmId) {
        if (devices(realmId).isEmpty()) {
            AfterCommit.run(session, sessions -> DeviceTokens.of(sessions).forgetRealm(realmId));
        }
    }

    private Optional<DeviceTrust> devices(String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return Optional.ofNullable(realm)
                .flatMap(TwoFactorPolicy::of)
                .map(settings -> settings.devices().trust())
                .filter(trust -> trust != DeviceTrust.OFF);
    }

    private static boolean isHeldBy(DeviceTokens.Row row, DeviceToken token) {
        return token.hashesTo(row.hash())
                || row.formerHash().filter(token::hashesTo).isPresent();
    }

    private static void forget(KeycloakSessionFactory sessions, List<DeviceTokens.Row> rows) {
        rows.forEach(row -> DeviceTokens.of(sessions).forget(row.credentialId()));
        removeFromList(sessions, rows);
    }

    private static void forgetAll(KeycloakSessionFactory sessions, String realmId, String userId) {
        DeviceTokens tokens = DeviceTokens.of(sessions);
        List<DeviceTokens.Row> rows = tokens.of(realmId, userId);
        tokens.forgetAll(realmId, userId);
        removeFromList(sessions, rows);
    }

    /** In the user's credentials, an administrator could not distinguish a forgotten device from a trusted one. */
    private static void removeFromList(KeycloakSessionFactory sessions, List<DeviceTokens.Row> rows) {
        for (DeviceTokens.Row row : rows) {
            try {
                withUser(
                        sessions,
                        row.realmId(),
                        row.userId(),
                        (own, user) -> user.credentialManager().removeStoredCredentialById(row.credentialId()));
            } catch (RuntimeException e) {
                LOG.warnf(
                        "What is left of a forgotten device, credential %s of user %s, stays until the user has another"
                                + " one remembered: %s",
                        row.credentialId(), row.userId(), e.getMessage());
            }
        }
    }

    private static List<DeviceTokens.Row> broken(KeycloakSession own, UserModel user) {
        StoredDevices known = new StoredDevices(own, own.getContext().getRealm(), user);
        String bond = known.bond();
        return known.all().stream()
                .filter(device -> !device.restsOn(bond))
                .map(StoredDevice::row)
                .toList();
    }

    private static void withUser(
            KeycloakSessionFactory sessions,
            String realmId,
            String userId,
            BiConsumer<KeycloakSession, UserModel> work) {
        KeycloakModelUtils.runJobInTransaction(sessions, own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            UserModel user = own.users().getUserById(realm, userId);
            if (user != null) {
                work.accept(own, user);
            }
        });
    }
}
