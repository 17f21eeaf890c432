package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.ReportedOutcome;
import io.github.keycloaktwofactor.policy.Obligation;
import org.keycloak.events.EventBuilder;

/** Whether a session may get tokens. */
public enum TokenDecision {
    ACCEPTED,
    /** The policy would refuse it, and the realm only reports that. */
    REPORTED,
    REFUSED;

    /** The decision on a session that has not passed the second factor, whose user is not enrolled. */
    static TokenDecision of(Obligation obligation) {
        return switch (obligation) {
            case REQUIRED -> REFUSED;
            case REPORTED -> REPORTED;
            case EXEMPT, NOT_REQUIRED -> ACCEPTED;
        };
    }

    /** Adds the detail to the event if the decision is only reported; returns the same decision. */
    public TokenDecision reportTo(EventBuilder event) {
        if (this == REPORTED) {
            event.detail(EventDetail.REPORT_ONLY, ReportedOutcome.REFUSED.text());
        }
        return this;
    }
}
