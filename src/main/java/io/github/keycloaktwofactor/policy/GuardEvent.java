package io.github.keycloaktwofactor.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
import org.keycloak.provider.ProviderFactory;
import org.keycloak.util.JsonSerialization;

/**
 * An admin event of ours about the guard. It is stored and sent to the realm's listeners as Keycloak's own are;
 * Keycloak's builder needs the request of an administrator, and here there may be none.
 */
public final class GuardEvent {

    private static final Logger LOG = Logger.getLogger(GuardEvent.class);

    private static final String PATH = "authentication/required-actions/" + TwoFactorPolicy.ACTION_ID;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminEvent event = new AdminEvent();

    private GuardEvent(KeycloakSession session, RealmModel realm, AuthDetails who) {
        this.session = session;
        this.realm = realm;
        event.setId(UUID.randomUUID().toString());
        event.setTime(Time.currentTimeMillis());
        event.setRealmId(realm.getId());
        event.setRealmName(realm.getName());
        event.setAuthDetails(who);
    }

    /** An event about the guard as a required action. */
    public static GuardEvent ofAction(
            KeycloakSession session, RealmModel realm, AuthDetails who, OperationType operation) {
        return new GuardEvent(session, realm, who).about(operation, ResourceType.REQUIRED_ACTION, PATH);
    }

    /** An event about the guard's settings. */
    public static GuardEvent ofSettings(
            KeycloakSession session, RealmModel realm, AuthDetails who, OperationType operation) {
        return new GuardEvent(session, realm, who)
                .about(operation, ResourceType.REQUIRED_ACTION_CONFIG, PATH + "/config");
    }

    /** For changes that no administrator made. */
    public static AuthDetails nobody(RealmModel realm) {
        AuthDetails nobody = new AuthDetails();
        nobody.setRealmId(realm.getId());
        nobody.setRealmName(realm.getName());
        return nobody;
    }

    private GuardEvent about(OperationType operation, ResourceType resource, String path) {
        event.setOperationType(operation);
        event.setResourceType(resource);
        event.setResourcePath(path);
        return this;
    }

    /** The only detail of the event. */
    public GuardEvent detail(String name, String value) {
        event.setDetails(Map.of(name, value));
        return this;
    }

    /** The representation, for realms that save it. */
    public GuardEvent representation(Object representation) {
        try {
            event.setRepresentation(JsonSerialization.writeValueAsString(representation));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Stores the event if the realm saves admin events, and sends it to the realm's listeners. */
    public void send() {
        boolean details = realm.isAdminEventsDetailsEnabled();
        EventStoreProvider store = session.getProvider(EventStoreProvider.class);
        if (realm.isAdminEventsEnabled() && store != null) {
            store.onEvent(event, details);
        }
        Set<String> chosen = new HashSet<>(realm.getEventsListenersStream().toList());
        session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(EventListenerProvider.class)
                .filter(factory -> chosen.contains(factory.getId()) || isGlobal(factory))
                .forEach(factory -> tell(factory.getId(), details));
    }

    private static boolean isGlobal(ProviderFactory<?> factory) {
        return factory instanceof EventListenerProviderFactory listener && listener.isGlobal();
    }

    /** A failing listener must not abort the operation that the event reports, as with Keycloak's own events. */
    private void tell(String listener, boolean details) {
        try {
            session.getProvider(EventListenerProvider.class, listener).onEvent(event, details);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Event listener %s failed", listener);
        }
    }
}
