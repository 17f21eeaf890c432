package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.exemption.Exemption;
import java.time.Instant;

/**
 * What exempts a user on record.
 *
 * @param until when it ends
 * @param because as text
 */
record OnRecord(Instant until, String because) {

    /** @param way how the user has the role; empty for an exemption of the user */
    static OnRecord of(Exemption exemption, String way) {
        return new OnRecord(exemption.until(), exemption.because(way));
    }

    static OnRecord ofUser(Instant until, String reason) {
        return new OnRecord(until, Exemption.because(until, reason, ""));
    }
}
