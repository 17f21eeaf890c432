package io.github.keycloaktwofactor.passkey;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Observes the users in the flows of identity providers: Keycloak raises an event on each of their requests. */
final class BrokerStepsListener implements EventListenerProvider {

    private final KeycloakSession session;

    BrokerStepsListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (!isOfFlow(event)) {
            return;
        }
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (authentication != null
                && TwoFactorPolicy.of(authentication.getRealm()).isPresent()) {
            BrokerSteps.see(authentication);
        }
    }

    private static boolean isOfFlow(Event event) {
        return event.getType() == EventType.IDENTITY_PROVIDER_POST_LOGIN
                || event.getType() == EventType.IDENTITY_PROVIDER_FIRST_LOGIN;
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}
}
