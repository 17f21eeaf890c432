package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.policy.PasswordChange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;

/**
 * Forgets devices at a sign-out, at an administrator's end of a session, at a change of password (one that lies in a
 * directory leaves no other trace), and when the policy trusts none any more.
 */
final class DeviceEventListener implements EventListenerProvider {

    private static final Pattern ENDED_SESSION = Pattern.compile("sessions/([^/?]+)");

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
        }
        PasswordChange.of(event).ifPresent(userId -> forgotten.ofUser(event.getRealmId(), userId));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String path = event.getResourcePath() == null ? "" : event.getResourcePath();
        if (event.getError() != null) {
            return;
        }
        Matcher session = ENDED_SESSION.matcher(path);
        if (session.matches()) {
            forgotten.ofSession(event.getRealmId(), session.group(1));
        } else if (path.startsWith(ACTIONS)) {
            forgotten.ofRealm(event.getRealmId());
        }
        PasswordChange.of(event).ifPresent(userId -> forgotten.ofUser(event.getRealmId(), userId));
    }

    @Override
    public void close() {}
}
