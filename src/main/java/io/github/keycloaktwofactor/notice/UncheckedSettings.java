package io.github.keycloaktwofactor.notice;

import io.github.keycloaktwofactor.policy.EventDetail;
import io.github.keycloaktwofactor.policy.PolicyStates;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.HashSet;
import java.util.List;
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

/**
 * Says at once, in the log and as an admin event, what is wrong with settings that Keycloak has stored without having them
 * checked: those of an import, and of an update of the whole required action.
 */
final class UncheckedSettings {

    private static final Logger LOG = Logger.getLogger(UncheckedSettings.class);

    private static final String PATH = "authentication/required-actions/" + TwoFactorPolicy.ACTION_ID + "/config";

    private final KeycloakSession session;
    private final RealmModel realm;

    UncheckedSettings(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * To be called after the policy was looked at.
     *
     * @param how what stored them, for the log
     */
    void tell(String how, AuthDetails who) {
        List<String> problems = PolicyStates.problems(realm);
        if (problems.isEmpty()) {
            return;
        }
        LOG.warnf(
                "Settings of two-factor in realm '%s' were stored by %s without being checked: %s",
                realm.getName(), how, String.join("; ", problems));
        AdminEvent event = event(who, problems);
        if (realm.isAdminEventsEnabled()) {
            session.getProvider(EventStoreProvider.class).onEvent(event, false);
        }
        listeners().forEach(listener -> hand(event, listener));
    }

    private AdminEvent event(AuthDetails who, List<String> problems) {
        AdminEvent event = new AdminEvent();
        event.setId(UUID.randomUUID().toString());
        event.setTime(Time.currentTimeMillis());
        event.setRealmId(realm.getId());
        event.setRealmName(realm.getName());
        event.setAuthDetails(who);
        event.setOperationType(OperationType.ACTION);
        event.setResourceType(ResourceType.REQUIRED_ACTION_CONFIG);
        event.setResourcePath(PATH);
        event.setDetails(Map.of(EventDetail.PROBLEM, String.join("; ", problems)));
        return event;
    }

    /** Those that hear Keycloak's own admin events of the realm. */
    private List<EventListenerProvider> listeners() {
        Set<String> chosen = new HashSet<>(realm.getEventsListenersStream().toList());
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(EventListenerProvider.class)
                .filter(factory -> chosen.contains(factory.getId()) || isGlobal(factory))
                .map(factory -> session.getProvider(EventListenerProvider.class, factory.getId()))
                .toList();
    }

    private static boolean isGlobal(ProviderFactory<?> factory) {
        return factory instanceof EventListenerProviderFactory listener && listener.isGlobal();
    }

    private static void hand(AdminEvent event, EventListenerProvider listener) {
        try {
            listener.onEvent(event, false);
        } catch (RuntimeException e) {
            LOG.warnf(e, "A listener failed at an admin event of two-factor");
        }
    }
}
