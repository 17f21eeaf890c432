package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.FormerAddresses;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostUpdateEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Detects changed addresses and passwords from the rows that Keycloak writes, because its events do not report them all: an
 * address changed by an identity provider raises none, changes by an administrator lack the previous value, and a password
 * in the representation of a user raises none.
 */
final class AccountRows {

    private static final Logger LOG = Logger.getLogger(AccountRows.class);

    private AccountRows() {}

    /** Once, when the database is ready. */
    static void start(KeycloakSessionFactory sessions, EventNotifier notifier) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, session -> listen(session, notifier));
        } catch (RuntimeException | LinkageError e) {
            LOG.warnf(
                    e,
                    "Changed addresses and passwords go unnoticed: mails go to the present address only, and a password"
                            + " that an administrator puts into the representation of a user ends no wait");
        }
    }

    private static void listen(KeycloakSession session, EventNotifier notifier) {
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        EventListenerRegistry registry = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getEventListenerRegistry();
        ExecutorsProvider executors = session.getProvider(ExecutorsProvider.class);
        ChangedAccount changed = new ChangedAccount(
                sessions, notifier, executors.getExecutor("two-factor-account"), EventNotifier.executor(session));
        try {
            registry.appendListeners(EventType.POST_UPDATE, new KeptAddress(FormerAddresses.of(sessions)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        registry.appendListeners(EventType.POST_COMMIT_UPDATE, changed);
        registry.appendListeners(EventType.POST_COMMIT_INSERT, changed);
    }

    /**
     * Whether two-factor is off in the realm. Called while rows are written, so only for the realm of the request; for other
     * realms, as in a job, it is false: an additional row does no harm.
     */
    static boolean isOff(String realmId) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        RealmModel realm = session == null ? null : session.getContext().getRealm();
        return realm != null && realm.getId().equals(realmId) && !TwoFactorPolicy.isOn(realm);
    }

    /** The change of the address in an update of a user's row; null if there is none. */
    static @Nullable AddressChange addressChange(PostUpdateEvent event, Actor by) {
        ChangedFields changed = new ChangedFields(event);
        if (!changed.contain("email")) {
            return null;
        }
        boolean verified = Boolean.TRUE.equals(changed.before("emailVerified"));
        String left = (String) changed.before("email");
        return new AddressChange(verified ? left : null, (String) changed.now("email"), by);
    }

    /** Whether the update of a credential's row is a new password, not a rehash of the same one. */
    static boolean isNewPassword(PostUpdateEvent event) {
        ChangedFields changed = new ChangedFields(event);
        return changed.contain("createdDate") && PasswordCredentialModel.TYPE.equals(changed.now("type"));
    }
}
