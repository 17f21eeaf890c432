package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.PasswordChange;
import io.github.keycloaktwofactor.keycloak.AfterCommit;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Ends the waits of a user whose password was changed, and has users notified of what happened to their two-factor. */
final class TwoFactorEventListener implements EventListenerProvider {

    private final KeycloakSession session;
    private final EventNotifier notifier;

    TwoFactorEventListener(KeycloakSession session, EventNotifier notifier) {
        this.session = session;
        this.notifier = notifier;
    }

    @Override
    public void onEvent(Event event) {
        PasswordChange.of(event).ifPresent(userId -> endWaits(event.getRealmId(), userId));
        Actors.onEvent(session, event);
        notifier.onEvent(session, event);
        CountedSignIns.onEvent(session, event);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        PasswordChange.of(event).ifPresent(userId -> endWaits(event.getRealmId(), userId));
        Actors.onEvent(session, event);
        notifier.onEvent(session, event);
        PolicyWatch.onEvent(session, event);
    }

    private void endWaits(String realmId, String userId) {
        AfterCommit.run(session, sessions -> EndedWaits.of(sessions, realmId, userId));
    }

    @Override
    public void close() {}
}
