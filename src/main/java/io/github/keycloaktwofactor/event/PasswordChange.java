package io.github.keycloaktwofactor.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Recognizes events that report a changed password. */
public final class PasswordChange {

    private static final Pattern BY_ADMIN = Pattern.compile("users/([^/]+)/reset-password");

    private PasswordChange() {}

    /** Id of the user who changed their password; empty for all other events, and if it failed. */
    public static Optional<String> of(Event event) {
        return event.getError() == null && isOfPassword(event)
                ? Optional.ofNullable(event.getUserId())
                : Optional.empty();
    }

    /** Id of the user whose password an administrator has set; empty for all other events. */
    public static Optional<String> of(AdminEvent event) {
        Matcher path = BY_ADMIN.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        return event.getError() == null && path.matches() ? Optional.of(path.group(1)) : Optional.empty();
    }

    /** The older event is still raised by older servers and extensions. */
    @SuppressWarnings("deprecation")
    private static boolean isOfPassword(Event event) {
        String credential =
                event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        return event.getType() == EventType.UPDATE_PASSWORD
                || (event.getType() == EventType.UPDATE_CREDENTIAL && PasswordCredentialModel.TYPE.equals(credential));
    }
}
