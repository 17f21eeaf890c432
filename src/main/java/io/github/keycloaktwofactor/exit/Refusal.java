package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.metric.Counted;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Where a sign-in was stopped, and how that is reported: an event, a log line, a counter. */
enum Refusal {
    /** Before a login action processed anything: the browser is redirected to the guard's page. */
    ENTRY("sent-back", "A post to a page of Keycloak's was not processed"),
    /** Before a protocol responded: the sign-in is over. */
    EXIT("not-passed", "No answer was given");

    private static final Logger LOG = Logger.getLogger(Refusal.class);

    private final String reason;
    private final String text;

    Refusal(String reason, String text) {
        this.reason = reason;
        this.text = text;
    }

    /** The event is stored in its own transaction, whatever happens to the request. */
    void tell(EventBuilder event, AuthenticationSessionModel authentication, UserModel user) {
        event.event(EventType.LOGIN)
                .client(authentication.getClient())
                .user(user)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.AUTH_METHOD, authentication.getProtocol())
                .detail(EventDetail.REASON, reason)
                .error(Errors.NOT_ALLOWED);
        LOG.warnf(
                "Realm %s: the sign-in of user %s at client %s has not passed the second factor. %s",
                authentication.getRealm().getName(),
                user.getId(),
                authentication.getClient().getClientId(),
                text);
        Counted.refusal(authentication.getRealm().getName(), name().toLowerCase(Locale.ROOT));
    }
}
