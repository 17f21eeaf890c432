package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.store.FormerAddresses;
import java.lang.reflect.Method;
import org.hibernate.SharedSessionContract;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.jboss.logging.Logger;
import org.keycloak.models.jpa.entities.UserEntity;

/** Keeps the verified address of a user in the transaction that replaces it, however that is done. */
final class KeptAddress implements PostUpdateEventListener {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(KeptAddress.class);

    private final transient FormerAddresses addresses;

    /** By name, because what it returns differs between the versions of Hibernate that Keycloak 26 has. */
    private final transient Method session;

    KeptAddress(FormerAddresses addresses) throws NoSuchMethodException {
        this.addresses = addresses;
        this.session = PostUpdateEvent.class.getMethod("getSession");
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        try {
            keep(event);
        } catch (LinkageError e) {
            // In a future version of Keycloak: changing addresses must still work.
            LOG.warnf(e, "The address before is not told: this version of Hibernate is not known");
        }
    }

    private void keep(PostUpdateEvent event) {
        if (event.getEntity() instanceof UserEntity user && !AccountRows.isOff(user.getRealmId())) {
            AddressChange change = AccountRows.addressChange(event, Actor.UNKNOWN);
            String left = change == null ? null : change.left();
            if (left != null) {
                session(event)
                        .doWork(connection -> addresses.keep(
                                connection, user.getRealmId(), user.getId(), left, ServerClock.INSTANCE.instant()));
            }
        }
    }

    private SharedSessionContract session(PostUpdateEvent event) {
        try {
            return (SharedSessionContract) session.invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The transaction of a changed address is not known", e);
        }
    }
}
