package io.github.keycloaktwofactor.notification;

import java.util.concurrent.Executor;
import org.hibernate.event.spi.PostCommitInsertEventListener;
import org.hibernate.event.spi.PostCommitUpdateEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.persister.entity.EntityPersister;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.utils.KeycloakSessionUtil;

/** Handles a changed address or password after the commit; the request never waits for it. */
final class ChangedAccount implements PostCommitUpdateEventListener, PostCommitInsertEventListener {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(ChangedAccount.class);

    private final transient KeycloakSessionFactory sessions;
    private final transient EventNotifier notifier;
    private final transient Executor waits;
    private final transient Executor mails;

    /**
     * @param waits executor for ending waits
     * @param mails executor for sending mails, which may be slow
     */
    ChangedAccount(KeycloakSessionFactory sessions, EventNotifier notifier, Executor waits, Executor mails) {
        this.sessions = sessions;
        this.notifier = notifier;
        this.waits = waits;
        this.mails = mails;
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        Class<?> type = persister.getMappedClass();
        return type == UserEntity.class || type == CredentialEntity.class;
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        afterCommit(() -> changed(event));
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        afterCommit(() -> inserted(event));
    }

    /** Rolled back, so nothing has happened. */
    @Override
    public void onPostUpdateCommitFailed(PostUpdateEvent event) {}

    /** Rolled back, so nothing has happened. */
    @Override
    public void onPostInsertCommitFailed(PostInsertEvent event) {}

    /** The change is committed, so a fault here must not fail the request. */
    private static void afterCommit(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warnf(e, "Nobody is told of a changed address or password");
        }
    }

    private void changed(PostUpdateEvent event) {
        if (event.getEntity() instanceof UserEntity user) {
            addressChanged(user, event);
        } else if (event.getEntity() instanceof CredentialEntity credential && AccountRows.isNewPassword(event)) {
            passwordChanged(credential);
        }
    }

    private void inserted(PostInsertEvent event) {
        if (event.getEntity() instanceof CredentialEntity credential
                && PasswordCredentialModel.TYPE.equals(credential.getType())) {
            passwordChanged(credential);
        }
    }

    private void addressChanged(UserEntity user, PostUpdateEvent event) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        Actor by = Actors.of(session, user.getId());
        AddressChange change = AccountRows.addressChange(event, by);
        if (change != null && !AccountRows.isOff(user.getRealmId())) {
            // The administrator's IP address and browser are not disclosed.
            Origin origin = by == Actor.PERSON ? Origin.of(session) : Origin.unknown(session);
            notifier.tell(sessions, mails, SecurityEvent.ofAddress(user.getRealmId(), user.getId(), origin, change));
        }
    }

    /** Every other change of a password raises an event, which is handled elsewhere. */
    private void passwordChanged(CredentialEntity credential) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        String userId = credential.getUser().getId();
        RealmModel realm = session == null ? null : session.getContext().getRealm();
        if (realm == null || Actors.of(session, userId) != Actor.ADMINISTRATOR || AccountRows.isOff(realm.getId())) {
            return;
        }
        String realmId = realm.getId();
        waits.execute(() -> EndedWaits.of(sessions, realmId, userId));
        notifier.tell(sessions, mails, SecurityEvent.ofPassword(session, realmId, userId));
    }
}
