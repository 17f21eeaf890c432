package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.keycloak.UniqueLabel;
import io.github.keycloaktwofactor.session.Fingerprint;
import io.github.keycloaktwofactor.store.DeviceTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The stored devices of one user, trusted or not: credentials, each with a row in the state tables. */
final class StoredDevices {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final DeviceTokens tokens;

    StoredDevices(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.tokens = DeviceTokens.of(session);
    }

    List<StoredDevice> all() {
        Map<String, TrustedDeviceCredentialModel> models = models();
        return tokens.of(realm.getId(), user.getId()).stream()
                .flatMap(row ->
                        Optional.ofNullable(models.get(row.credentialId()))
                                .map(model -> new StoredDevice(row, model))
                                .stream())
                .toList();
    }

    /**
     * Stores a new device; the state tables are written first.
     *
     * @param sessionId the user session in which it is trusted
     * @return the token for the browser
     */
    DeviceToken add(BrowserNames names, String sessionId, Instant now) {
        String id = KeycloakModelUtils.generateId();
        DeviceToken token = newToken(id);
        tokens.add(id, realm.getId(), user.getId(), token.hash(), sessionId, now);
        removeForgotten(id);
        TrustedDeviceCredentialModel model = TrustedDeviceCredentialModel.create(names, bond(), now);
        model.setId(id);
        model.setUserLabel(UniqueLabel.of(
                DeviceLabel.of(session, user, names), models().values().stream().map(CredentialModel::getUserLabel)));
        String stored = user.credentialManager().createStoredCredential(model).getId();
        if (!stored.equals(id)) {
            // A user storage provider may choose its own id.
            tokens.add(stored, realm.getId(), user.getId(), token.hash(), sessionId, now);
            tokens.forget(id);
        }
        return token.of(stored);
    }

    /** Rotates the token of a device; empty if the given one is no longer the current one. */
    Optional<DeviceToken> rotate(StoredDevice device, DeviceToken shown, String sessionId, Instant now) {
        DeviceToken next = newToken(device.id());
        return tokens.rotate(device.id(), shown.hash(), next.hash(), sessionId, now)
                ? Optional.of(next)
                : Optional.empty();
    }

    /** Ends the trust in a device. Its credential is removed later; a sign-in does not wait for that. */
    void forget(String id) {
        tokens.forget(id);
    }

    /** False if the user has no such device. */
    boolean remove(String id) {
        if (!models().containsKey(id)) {
            return false;
        }
        tokens.forget(id);
        return user.credentialManager().removeStoredCredentialById(id);
    }

    void removeAll() {
        tokens.forgetAll(realm.getId(), user.getId());
        models().keySet().forEach(user.credentialManager()::removeStoredCredentialById);
    }

    /** In the request's own transaction; the rows go last. */
    static List<CredentialModel> forgetAll(KeycloakSession session, RealmModel realm, UserModel user) {
        List<CredentialModel> devices = user.credentialManager()
                .getStoredCredentialsByTypeStream(TrustedDeviceCredentialModel.TYPE)
                .toList();
        devices.forEach(device -> user.credentialManager().removeStoredCredentialById(device.getId()));
        DeviceTokens.forgetAll(session, realm.getId(), user.getId());
        return devices;
    }

    /** The current fingerprint of what trust depends on: password and factors. */
    String bond() {
        return Fingerprint.of(session, realm, user);
    }

    private DeviceToken newToken(String device) {
        return DeviceToken.random(device, TrustedDeviceCredentialProvider.random(session));
    }

    private void removeForgotten(String except) {
        Set<String> kept = tokens.of(realm.getId(), user.getId()).stream()
                .map(DeviceTokens.Row::credentialId)
                .collect(Collectors.toSet());
        Set<String> stored = models().keySet();
        kept.stream().filter(id -> !stored.contains(id) && !id.equals(except)).forEach(tokens::forget);
        stored.stream().filter(id -> !kept.contains(id)).forEach(user.credentialManager()::removeStoredCredentialById);
    }

    private Map<String, TrustedDeviceCredentialModel> models() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TrustedDeviceCredentialModel.TYPE)
                .map(TrustedDeviceCredentialModel::from)
                .collect(Collectors.toMap(CredentialModel::getId, Function.identity()));
    }
}
