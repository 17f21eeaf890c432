package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.policy.EventDetail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * The admin event that says that the guard moved itself. No administrator did it, so it names nobody; Keycloak's own
 * builder of admin events cannot be used without one.
 */
final class GuardMovedEvent {

    private static final Logger LOG = Logger.getLogger(GuardMovedEvent.class);

    private GuardMovedEvent() {}

    static void send(KeycloakSession session, RealmModel realm, RequiredActionProviderModel guard) {
        AdminEvent event = event(realm, guard);
        boolean details = realm.isAdminEventsDetailsEnabled();
        EventStoreProvider store = session.getProvider(EventStoreProvider.class);
        if (realm.isAdminEventsEnabled() && store != null) {
            store.onEvent(event, details);
        }
        Set<String> chosen = realm.getEventsListenersStream().collect(Collectors.toSet());
        session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(EventListenerProvider.class)
                .map(EventListenerProviderFactory.class::cast)
                .filter(listener -> listener.isGlobal() || chosen.contains(listener.getId()))
                .forEach(listener -> tell(listener.create(session), event, details));
    }

    /** A listener that fails must not end the sign-in, as with Keycloak's own events. */
    private static void tell(EventListenerProvider listener, AdminEvent event, boolean details) {
        try {
            listener.onEvent(event, details);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Event listener %s failed", listener.getClass().getName());
        }
    }

    private static AdminEvent event(RealmModel realm, RequiredActionProviderModel guard) {
        AuthDetails nobody = new AuthDetails();
        nobody.setRealmId(realm.getId());
        nobody.setRealmName(realm.getName());
        AdminEvent event = new AdminEvent();
        event.setId(UUID.randomUUID().toString());
        event.setTime(Time.currentTimeMillis());
        event.setRealmId(realm.getId());
        event.setRealmName(realm.getName());
        event.setAuthDetails(nobody);
        event.setOperationType(OperationType.UPDATE);
        event.setResourceType(ResourceType.REQUIRED_ACTION);
        event.setResourcePath("authentication/required-actions/" + guard.getAlias());
        event.setDetails(Map.of(EventDetail.CHANGE, "priority"));
        try {
            event.setRepresentation(
                    JsonSerialization.writeValueAsString(ModelToRepresentation.toRepresentation(guard)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return event;
    }
}
