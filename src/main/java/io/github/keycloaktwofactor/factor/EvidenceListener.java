package io.github.keycloaktwofactor.factor;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.CompletedSetups;
import io.github.keycloaktwofactor.session.SignIn;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Renews the evidence of a sign-in that has changed the password or a factor itself, and records the factors that it has
 * set up, on our pages or on Keycloak's.
 */
final class EvidenceListener implements EventListenerProvider {

    private static final Set<EventType> CHANGES = EnumSet.of(EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL);

    private final KeycloakSession session;

    EvidenceListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getError() != null || !CHANGES.contains(event.getType())) {
            return;
        }
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel user = authentication == null ? null : authentication.getAuthenticatedUser();
        if (user != null && user.getId().equals(event.getUserId())) {
            new SignIn(session, authentication, user, ServerClock.INSTANCE).factorsChanged();
            noteSetUp(event, authentication, user);
        }
    }

    private static void noteSetUp(Event event, AuthenticationSessionModel authentication, UserModel user) {
        String type = event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        if (type != null
                && event.getType() == EventType.UPDATE_CREDENTIAL
                && TwoFactorPolicy.isOn(authentication.getRealm())) {
            CompletedSetups.add(authentication, user, type);
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}
}
