package io.github.keycloaktwofactor.notice;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.StateUnavailableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Ends the waits of a user whose password was changed, because the wrong codes may have been somebody else's, and has
 * the user told what happened to their two-factor.
 */
final class TwoFactorEventListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(TwoFactorEventListener.class);

    private static final Pattern PASSWORD_RESET = Pattern.compile("users/([^/]+)/reset-password");

    private final KeycloakSession session;
    private final Telling telling;

    TwoFactorEventListener(KeycloakSession session, Telling telling) {
        this.session = session;
        this.telling = telling;
    }

    @Override
    public void onEvent(Event event) {
        if (passwordChanged(event) && event.getUserId() != null) {
            endWaits(event.getRealmId(), event.getUserId());
        }
        telling.heard(session, event);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        Matcher reset = PASSWORD_RESET.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        if (event.getError() == null && reset.matches()) {
            endWaits(event.getRealmId(), reset.group(1));
        }
        PolicyWatch.heard(session, event);
    }

    /** The older event still comes from servers and extensions that know no other. */
    @SuppressWarnings("deprecation")
    private static boolean passwordChanged(Event event) {
        if (event.getError() != null) {
            return false;
        }
        String credential =
                event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        return event.getType() == EventType.UPDATE_PASSWORD
                || (event.getType() == EventType.UPDATE_CREDENTIAL && PasswordCredentialModel.TYPE.equals(credential));
    }

    /** After the commit: a request that has written must not wait for a second connection. */
    private void endWaits(String realmId, String userId) {
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    Attempts.of(sessions).endWaits(realmId, userId);
                } catch (StateUnavailableException e) {
                    // The password is changed already, and a wait that goes on lets nobody in.
                    LOG.errorf("The waits of user %s go on after a change of password: %s", userId, e.getMessage());
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    @Override
    public void close() {}
}
