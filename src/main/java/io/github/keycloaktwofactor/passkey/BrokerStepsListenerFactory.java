package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.keycloak.RealmListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the listener for every realm, without a setting: it must not be forgotten. */
public final class BrokerStepsListenerFactory implements RealmListenerFactory {

    /** Provider id. */
    static final String ID = "two-factor-identity-provider";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new BrokerStepsListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
