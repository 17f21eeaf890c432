package io.github.keycloaktwofactor.enrolment;

import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.credential.OTPCredentialModel;

/** The events that stock Keycloak writes when a credential is set up. */
final class CredentialEvents {

    private CredentialEvents() {}

    static void updated(EventBuilder event, String type) {
        send(event, EventType.UPDATE_CREDENTIAL, type);
        if (type.equals(OTPCredentialModel.TYPE)) {
            deprecated(event);
        }
    }

    /** Listeners that people already have still wait for the older event. */
    @SuppressWarnings("deprecation")
    private static void deprecated(EventBuilder event) {
        send(event, EventType.UPDATE_TOTP, OTPCredentialModel.TYPE);
    }

    private static void send(EventBuilder event, EventType eventType, String type) {
        event.clone().event(eventType).detail(Details.CREDENTIAL_TYPE, type).success();
    }
}
