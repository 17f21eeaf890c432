package io.github.keycloaktwofactor.factor;

import io.github.keycloaktwofactor.keycloak.RealmListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;

/** Registers the listener for every realm, without a setting. */
public final class EvidenceListenerFactory implements RealmListenerFactory {

    /** Provider id. */
    static final String ID = "two-factor-evidence";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EvidenceListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
