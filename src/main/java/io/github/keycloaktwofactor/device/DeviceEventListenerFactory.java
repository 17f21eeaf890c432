package io.github.keycloaktwofactor.device;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the listener for every realm, without a setting: it must not be forgotten. */
public final class DeviceEventListenerFactory implements EventListenerProviderFactory {

    /** Provider id. */
    static final String ID = "two-factor-trusted-device";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        LateSignOut.listen(session);
        return new DeviceEventListener(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
