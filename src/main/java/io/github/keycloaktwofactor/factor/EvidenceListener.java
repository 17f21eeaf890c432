package io.github.keycloaktwofactor.factor;

import io.github.keycloaktwofactor.attempt.ServerClock;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.Set;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Renews the evidence of a sign-in that has changed the password or a factor itself, on our pages or on Keycloak's. */
final class EvidenceListener implements EventListenerProvider {

    private static final Set<EventType> CHANGES = Set.of(EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL);

    private final KeycloakSession session;

    EvidenceListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel user = authentication == null ? null : authentication.getAuthenticatedUser();
        if (user != null
                && event.getError() == null
                && CHANGES.contains(event.getType())
                && user.getId().equals(event.getUserId())) {
            new SignIn(session, authentication, user, ServerClock.INSTANCE).factorsChanged();
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}
}
