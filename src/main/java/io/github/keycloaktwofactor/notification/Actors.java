package io.github.keycloaktwofactor.notification;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/** Who changes which account in a request, from the events before its commit. */
final class Actors {

    private static final Pattern USER = Pattern.compile("users/([^/]+)");

    private Actors() {}

    static void onEvent(KeycloakSession session, Event event) {
        boolean ofAddress = event.getDetails() != null && event.getDetails().containsKey(Details.UPDATED_EMAIL);
        if (event.getError() == null && event.getUserId() != null && ofAddress) {
            session.setAttribute(attribute(event.getUserId()), Actor.PERSON);
        }
    }

    static void onEvent(KeycloakSession session, AdminEvent event) {
        Matcher user = USER.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        if (event.getError() == null && event.getOperationType() == OperationType.UPDATE && user.matches()) {
            session.setAttribute(attribute(user.group(1)), Actor.ADMINISTRATOR);
        }
    }

    static Actor of(@Nullable KeycloakSession session, String userId) {
        Actor actor = session == null ? null : session.getAttribute(attribute(userId), Actor.class);
        return Objects.requireNonNullElse(actor, Actor.UNKNOWN);
    }

    private static String attribute(String userId) {
        return Actors.class.getName() + " " + userId;
    }
}
