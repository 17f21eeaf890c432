package io.github.keycloaktwofactor.device;

import io.github.keycloaktwofactor.event.FactorEvent;
import io.github.keycloaktwofactor.event.PasswordChange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/**
 * Forgets devices on sign-out, when an administrator ends a session, when a password or factor changes (a password in a
 * user federation leaves no other trace), and when the policy no longer trusts any.
 */
final class DeviceEventListener implements EventListenerProvider {

    private static final Pattern ENDED_SESSION = Pattern.compile("sessions/([^/?]+)");

    private static final Pattern SIGNED_OUT_USER = Pattern.compile("users/([^/]+)/logout");

    private static final String ACTIONS = "authentication/required-actions/";

    private final KeycloakSession session;
    private final ForgottenDevices forgotten;

    DeviceEventListener(KeycloakSession session) {
        this.session = session;
        this.forgotten = new ForgottenDevices(session);
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.LOGOUT || event.getType() == EventType.LOGOUT_ERROR) {
            signedOut(event);
        }
        if (event.getType() == EventType.RESTART_AUTHENTICATION) {
            forgotten.ofBrowser(event.getRealmId(), BrowserSignOut.devicesWithoutSession(session));
        }
        if (event.getError() == null) {
            PasswordChange.of(event)
                    .or(() -> FactorEvent.of(event))
                    .ifPresent(userId -> forgotten.ofUser(event.getRealmId(), userId));
        }
    }

    private void signedOut(Event event) {
        forgotten.ofBrowser(event.getRealmId(), BrowserSignOut.devices(session, event.getSessionId()));
        if (event.getError() == null && event.getSessionId() != null) {
            forgotten.ofSession(event.getRealmId(), event.getSessionId());
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String path = event.getResourcePath() == null ? "" : event.getResourcePath();
        if (event.getError() != null) {
            return;
        }
        Matcher ended = ENDED_SESSION.matcher(path);
        Matcher signedOut = SIGNED_OUT_USER.matcher(path);
        if (ended.matches()) {
            forgotten.ofSession(event.getRealmId(), ended.group(1));
        } else if (signedOut.matches()) {
            forgotten.ofUser(event.getRealmId(), signedOut.group(1));
        } else if (path.startsWith(ACTIONS)) {
            forgotten.ofRealm(event.getRealmId());
        }
        PasswordChange.of(event).ifPresent(userId -> forgotten.ofUser(event.getRealmId(), userId));
        FactorEvent.removed(event).ifPresent(removed -> forgotten.ofRemoved(event.getRealmId(), removed));
        FactorEvent.saved(event).ifPresent(userId -> forgotten.withBrokenBond(event.getRealmId(), userId));
    }

    @Override
    public void close() {}
}
