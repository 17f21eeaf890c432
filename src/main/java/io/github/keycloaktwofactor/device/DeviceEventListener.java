package io.github.keycloaktwofactor.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Forgets devices at a sign-out, at an administrator's end of a session, at a change of password (one that lies in a
 * directory leaves no other trace), and when the policy trusts none any more.
 */
final class DeviceEventListener implements EventListenerProvider {

    private static final Pattern ENDED_SESSION = Pattern.compile("sessions/([^/?]+)");

    private static final Pattern PASSWORD_RESET = Pattern.compile("users/([^/]+)/reset-password");

    private static final String ACTIONS = "authentication/required-actions/";

    private final ForgottenDevices forgotten;

    DeviceEventListener(ForgottenDevices forgotten) {
        this.forgotten = forgotten;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getError() != null) {
            return;
        }
        if (event.getType() == EventType.LOGOUT && event.getSessionId() != null) {
            forgotten.ofSession(event.getRealmId(), event.getSessionId());
        } else if (passwordChanged(event) && event.getUserId() != null) {
            forgotten.ofUser(event.getRealmId(), event.getUserId());
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String path = event.getResourcePath() == null ? "" : event.getResourcePath();
        if (event.getError() != null) {
            return;
        }
        Matcher session = ENDED_SESSION.matcher(path);
        Matcher password = PASSWORD_RESET.matcher(path);
        if (session.matches()) {
            forgotten.ofSession(event.getRealmId(), session.group(1));
        } else if (password.matches()) {
            forgotten.ofUser(event.getRealmId(), password.group(1));
        } else if (path.startsWith(ACTIONS)) {
            forgotten.ofRealm(event.getRealmId());
        }
    }

    /** The older event still comes from servers and extensions that know no other. */
    @SuppressWarnings("deprecation")
    private static boolean passwordChanged(Event event) {
        String credential =
                event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        return event.getType() == EventType.UPDATE_PASSWORD
                || (event.getType() == EventType.UPDATE_CREDENTIAL && PasswordCredentialModel.TYPE.equals(credential));
    }

    @Override
    public void close() {}
}
