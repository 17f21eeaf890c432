package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.ReportedOutcome;
import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.metric.Counted;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Counts what only events report: sign-ins by second factor, codes that were refused without being an attempt, and what
 * a realm only reports.
 */
final class CountedSignIns {

    private static final String NONE = "none";

    /** Refused without being counted as an attempt, so not counted elsewhere. */
    private static final Set<String> NO_ATTEMPT = Set.of("malformed", "unavailable");

    private static final String UNKNOWN = "unknown";

    /**
     * Events of sign-ins and grants that succeed, by name, because older servers lack some. The pages of a sign-in send
     * events with the same details.
     */
    private static final Set<String> GIVING = Set.of(
            "LOGIN",
            "REFRESH_TOKEN",
            "TOKEN_EXCHANGE",
            "PERMISSION_TOKEN",
            "AUTHREQID_TO_TOKEN",
            "JWT_AUTHORIZATION_GRANT");

    private CountedSignIns() {}

    static void onEvent(KeycloakSession session, Event event) {
        RealmModel realm = session.getContext().getRealm();
        if (realm == null || !realm.getId().equals(event.getRealmId())) {
            return;
        }
        String name = realm.getName();
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        Optional<String> method = Optional.ofNullable(details.get(EventDetail.FACTOR));
        if (event.getType() == EventType.LOGIN && TwoFactorPolicy.of(realm).isPresent()) {
            AfterCommit.run(session, sessions -> Counted.signIn(name, method.orElse(NONE)));
        } else if (event.getType() == EventType.LOGIN_ERROR) {
            Optional.ofNullable(details.get(EventDetail.REASON))
                    .filter(NO_ATTEMPT::contains)
                    .ifPresent(reason -> Counted.challenge(name, method.orElse(UNKNOWN), reason));
        }
        if (GIVING.contains(event.getType().name())) {
            ReportedOutcome.of(details.get(EventDetail.REPORT_ONLY))
                    .ifPresent(
                            outcome -> AfterCommit.run(session, sessions -> Counted.reportOnly(name, outcome.text())));
        }
    }
}
