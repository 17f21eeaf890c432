package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.event.FactorEvent;
import io.github.keycloaktwofactor.event.PasswordChange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Discards an unverified new address on everything that ends unfinished sign-ins of the user. */
final class PendingAddressListener implements EventListenerProvider {

    private static final Pattern SIGNED_OUT = Pattern.compile("users/([^/]+)/logout");

    private final PendingAddress pending;

    PendingAddressListener(KeycloakSession session) {
        this.pending = new PendingAddress(session);
    }

    @Override
    public void onEvent(Event event) {
        if (event.getError() == null) {
            PasswordChange.of(event)
                    .or(() -> FactorEvent.of(event))
                    .ifPresent(userId -> pending.giveUp(event.getRealmId(), userId));
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getError() == null) {
            PasswordChange.of(event)
                    .or(() -> FactorEvent.removed(event).map(FactorEvent.Removed::userId))
                    // The representation may have contained a password.
                    .or(() -> FactorEvent.saved(event))
                    .or(() -> signedOut(event))
                    .ifPresent(userId -> pending.giveUp(event.getRealmId(), userId));
        }
    }

    private static Optional<String> signedOut(AdminEvent event) {
        Matcher path = SIGNED_OUT.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
    }

    @Override
    public void close() {}
}
