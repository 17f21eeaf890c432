package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.keycloak.RealmListenerFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * Receives the admin events of all realms without being configured there, and starts counting findings after server
 * start.
 */
public final class PostureListenerFactory implements RealmListenerFactory {

    /** Provider id. */
    static final String ID = "two-factor-posture";

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new PostureListener(session);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent started) {
                FindingWatch.start(started.getFactory());
            } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                FindingCounts.OF_NODE.forget(removed.getRealm().getId());
            }
        });
    }
}
