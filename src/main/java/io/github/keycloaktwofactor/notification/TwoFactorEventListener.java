package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.PasswordChange;
import io.github.keycloaktwofactor.keycloak.AfterCommit;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Ends the waits of a user whose password was changed, and has the user told what happened to their two-factor. */
final class TwoFactorEventListener implements EventListenerProvider {

    private final KeycloakSession session;
    private final Telling telling;

    TwoFactorEventListener(KeycloakSession session, Telling telling) {
        this.session = session;
        this.telling = telling;
    }

    @Override
    public void onEvent(Event event) {
        PasswordChange.of(event).ifPresent(userId -> endWaits(event.getRealmId(), userId));
        Actors.heard(session, event);
        telling.heard(session, event);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        PasswordChange.of(event).ifPresent(userId -> endWaits(event.getRealmId(), userId));
        Actors.heard(session, event);
        telling.heard(session, event);
        PolicyWatch.heard(session, event);
    }

    private void endWaits(String realmId, String userId) {
        AfterCommit.run(session, sessions -> EndedWaits.of(sessions, realmId, userId));
    }

    @Override
    public void close() {}
}
