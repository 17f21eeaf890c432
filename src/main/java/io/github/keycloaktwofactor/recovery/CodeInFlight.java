package io.github.keycloaktwofactor.recovery;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Requests of the last minute, on all nodes, with the same right code of Keycloak's own recovery codes. If a request finds
 * its code claimed, this tells whether the request that claimed it may still be running.
 */
final class CodeInFlight {

    /** Longer than any request takes. */
    private static final int SECONDS = 60;

    private final SingleUseObjectProvider marks;
    private final String key;
    private boolean first;

    private CodeInFlight(SingleUseObjectProvider marks, String key) {
        this.marks = marks;
        this.key = key;
    }

    static CodeInFlight of(KeycloakSession session, String setId, int number) {
        return new CodeInFlight(session.singleUseObjects(), "two-factor.stock-recovery-code." + setId + "." + number);
    }

    /** To be called before the code is claimed, so that requests that find it claimed find the mark of the claim, too. */
    void arrives() {
        first = marks.putIfAbsent(key, SECONDS);
        if (!first) {
            marks.putIfAbsent(more(), SECONDS);
        }
    }

    /** Whether no other request has the code. */
    boolean isAlone() {
        return first && !marks.contains(more());
    }

    private String more() {
        return key + ".more";
    }
}
