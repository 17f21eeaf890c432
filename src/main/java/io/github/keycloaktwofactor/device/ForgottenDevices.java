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
 * Forgets devices because of something that happened elsewhere in Keycloak, all of it after the commit.
 */
final class ForgottenDevices {

    private static final Logger LOG = Logger.getLogger(ForgottenDevices.class);

    private final KeycloakSession session;

    ForgottenDevices(KeycloakSession session) {
        this.session = session;
    }

    /** Those whose browsers were last seen in a session that somebody has ended. */
    void ofSession(String realmId, String sessionId) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(
                    session,
                    sessions -> forget(sessions, DeviceTokens.of(sessions).ofSession(realmId, sessionId)));
        }
    }

    /**
     * Those that a browser holds which signs out, if the policy trusts none for longer. Only what the browser holds, or
     * held a moment ago: anybody can write the id of somebody else's device into a cookie.
     */
    void ofBrowser(String realmId, List<DeviceToken> held) {
        if (!held.isEmpty() && endAtSignOut(realmId)) {
            AfterCommit.run(session, sessions -> forgetHeld(sessions, realmId, held));
        }
    }

    /** Whether the policy trusts devices no longer than until their browsers sign out. */
    boolean endAtSignOut(String realmId) {
        return devices(realmId).filter(DeviceTrust.UNTIL_SIGN_OUT::equals).isPresent();
    }

    /** Those of the realm that a browser holds, at once. */
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

    /** A device that an administrator removed, or all of a user whose factor that was. */
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

    /** Those of a user whose trust rests on something that is not as it was. */
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

    /** All of a user, because the password or a factor was changed, or an administrator ended all sessions. */
    void ofUser(String realmId, String userId) {
        if (devices(realmId).isPresent()) {
            AfterCommit.run(session, sessions -> forgetAll(sessions, realmId, userId));
        }
    }

    /** All of a realm, if its policy was changed and trusts no device any more. */
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

    /** An administrator could not tell what is left of a device in the user's credentials from one that is trusted. */
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
