package io.github.keycloaktwofactor.profile;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the listener for every realm, without a setting. */
public final class PendingAddressListenerFactory implements EventListenerProviderFactory {

    /** Provider id. */
    static final String ID = "two-factor-pending-address";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new PendingAddressListener(session);
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
