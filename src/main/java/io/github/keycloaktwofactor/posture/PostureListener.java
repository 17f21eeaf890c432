package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.keycloak.AfterCommit;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Marks a realm's counts as outdated once an administrator has changed anything in it on this node. */
final class PostureListener implements EventListenerProvider {

    /** Part of every path that is ours. */
    private static final String OURS = "two-factor";

    private final KeycloakSession session;

    PostureListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        // User events change no configuration.
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String realmId = event.getRealmId();
        boolean ofPolicy =
                event.getResourcePath() != null && event.getResourcePath().contains(OURS);
        if (event.getError() == null && realmId != null) {
            AfterCommit.run(session, sessions -> {
                FindingCounts.OF_NODE.outdate(realmId);
                if (ofPolicy) {
                    FindingWatch.look();
                }
            });
        }
    }

    @Override
    public void close() {}
}
