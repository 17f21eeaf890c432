package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.keycloak.RealmListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the listener for every realm, without a setting: it must not be forgotten. */
public final class DeviceEventListenerFactory implements RealmListenerFactory {

    /** Provider id. */
    static final String ID = "two-factor-trusted-device";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        LateSignOut.listen(session);
        return new DeviceEventListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
