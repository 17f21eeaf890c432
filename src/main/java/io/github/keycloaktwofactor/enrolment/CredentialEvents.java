package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * The events that stock Keycloak raises when a credential is set up or removed. Each {@code UPDATE_CREDENTIAL} and
 * {@code REMOVE_CREDENTIAL} of one click has the same {@link EventDetail#CHANGE}: the purpose of the click. The older
 * {@code UPDATE_TOTP} and {@code REMOVE_TOTP} do not.
 */
public final class CredentialEvents {

    private CredentialEvents() {}

    public static void updated(EventBuilder event, String type, TwoFactorChange change) {
        send(event, EventType.UPDATE_CREDENTIAL, type, change);
        if (type.equals(OTPCredentialModel.TYPE)) {
            updatedTotp(event);
        }
    }

    /** A set was stored; the first one replaces none. */
    static void newCodes(EventBuilder event, UnacknowledgedCodes.Why why) {
        EventBuilder with =
                why == UnacknowledgedCodes.Why.FIRST ? event.clone().detail(EventDetail.FIRST, "true") : event;
        updated(with, RecoveryCodesCredentialModel.TYPE, why.change());
    }

    /** Nothing was stored: the user was offered recovery codes, and has postponed them. */
    static void putOff(EventBuilder event) {
        event.clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .detail(Details.CUSTOM_REQUIRED_ACTION, RecoveryCodesCredentialModel.TYPE)
                .error(Errors.REJECTED_BY_USER);
    }

    public static void removed(EventBuilder event, CredentialModel credential, TwoFactorChange change) {
        EventBuilder with = event.clone()
                .detail(Details.CREDENTIAL_ID, credential.getId())
                .detail(Details.CREDENTIAL_USER_LABEL, credential.getUserLabel());
        send(with, EventType.REMOVE_CREDENTIAL, credential.getType(), change);
        if (credential.getType().equals(OTPCredentialModel.TYPE)) {
            removedTotp(with);
        }
    }

    /** Existing event listeners may still expect the older events. */
    @SuppressWarnings("deprecation")
    private static void updatedTotp(EventBuilder event) {
        event.clone()
                .event(EventType.UPDATE_TOTP)
                .detail(Details.CREDENTIAL_TYPE, OTPCredentialModel.TYPE)
                .success();
    }

    @SuppressWarnings("deprecation")
    private static void removedTotp(EventBuilder event) {
        event.clone()
                .event(EventType.REMOVE_TOTP)
                .detail(Details.CREDENTIAL_TYPE, OTPCredentialModel.TYPE)
                .success();
    }

    private static void send(EventBuilder event, EventType eventType, String type, TwoFactorChange change) {
        event.clone()
                .event(eventType)
                .detail(Details.CREDENTIAL_TYPE, type)
                .detail(EventDetail.CHANGE, change.text())
                .success();
    }
}
