package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.keycloak.RealmListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the listener for every realm, without a setting. */
public final class PendingAddressListenerFactory implements RealmListenerFactory {

    /** Provider id. */
    static final String ID = "two-factor-pending-address";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new PendingAddressListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
