package io.github.keycloaktwofactor.attempt;

import io.github.keycloaktwofactor.metric.Counted;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Notified of the result of each attempt, on any page or grant. */
interface Outcomes {

    void add(Counter counter, AttemptResult outcome);

    /** Counts them for the realm of the request. */
    static Outcomes measuredIn(KeycloakSession session) {
        return (counter, outcome) -> {
            RealmModel realm = session.getContext().getRealm();
            if (realm != null) {
                count(realm.getName(), counter.column(), outcome);
            }
        };
    }

    private static void count(String realm, String method, AttemptResult outcome) {
        Counted.challenge(realm, method, outcome.verdict().name().toLowerCase(Locale.ROOT));
        switch (outcome.verdict()) {
            case WRONG, USED -> {
                CounterState now = outcome.counterState();
                if (now != null && now.off()) {
                    Counted.blocked(realm, method);
                } else if (now != null && now.waitUntil() != null) {
                    Counted.waitBegun(realm, method);
                }
            }
            case ACCEPTED, WAITING, OFF, MALFORMED, EMPTY -> {}
        }
    }
}
