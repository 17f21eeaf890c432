package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.HelpDeskEvent;
import io.github.keycloaktwofactor.event.RecoveryCodeUsedEvent;
import io.github.keycloaktwofactor.keycloak.RealmListenerFactory;
import io.github.keycloaktwofactor.metric.RealmLabel;
import io.github.keycloaktwofactor.policy.PolicyStates;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;

/** Registers the listener for every realm, without a setting: it must not be forgotten. */
public final class TwoFactorEventListenerFactory implements RealmListenerFactory {

    /** Provider id. */
    static final String ID = "two-factor";

    /** Server option: whether metrics have a label for the realm. */
    private static final String METRICS_REALM = "metrics-realm";

    private static final int WAITING_MAILS = 1000;

    private static final int WAITING_MAILS_OF_ONE_USER = 20;

    private final EventNotifier notifier = new EventNotifier(new MailQueue(WAITING_MAILS, WAITING_MAILS_OF_ONE_USER));

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new TwoFactorEventListener(session, notifier);
    }

    @Override
    public String getId() {
        return ID;
    }

    /** Reads the server's options at start. */
    @Override
    public void init(Config.Scope config) {
        RealmLabel.use(config.getBoolean(METRICS_REALM, false));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RecoveryCodeUsedEvent used) {
                notifier.onEvent(used);
            } else if (event instanceof HelpDeskEvent helped) {
                notifier.onEvent(helped);
            } else if (event instanceof PostMigrationEvent started) {
                PolicyWatch.start(started.getFactory());
                AccountRows.start(started.getFactory(), notifier);
            } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
                PolicyWatch.created(created.getKeycloakSession(), created.getCreatedRealm());
            } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                PolicyStates.forget(removed.getRealm().getId());
            }
        });
    }
}
