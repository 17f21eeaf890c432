package io.github.keycloaktwofactor.exemption;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * For a while a user, or everybody with a role, need not set up two-factor, whatever the policy says. Users who have
 * set it up are still asked for a code.
 *
 * @param id its id in the REST API
 * @param target id of the user or role
 * @param until when it ends. From then on it counts for nothing
 * @param reason one line, in the administrator's own words
 * @param by who decided it
 * @param at when
 */
public record Exemption(String id, Kind kind, String target, Instant until, String reason, Admin by, Instant at) {

    /** Longest time from now to the end. What is needed for longer is decided again, with a reason. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** What an exemption applies to. The names are stored. */
    public enum Kind {
        USER,
        /**
         * Everybody with the role, assigned itself, by a group or by a realm role that contains it. A composite role of
         * a client does not count, as in {@code exemptRoles}.
         */
        ROLE
    }

    /**
     * The administrator, as they were called then.
     *
     * @param id of their account, in this realm or in the master realm
     */
    public record Admin(String id, String username) {}

    /**
     * Why somebody is exempt, in English, for administrators.
     *
     * @param way how the user has the role, such as {@code role staff via group /Accounting}; empty for {@code USER}
     */
    public String because(String way) {
        return because(until, reason, way);
    }

    /** The same, for an exemption that was read only in part. */
    public static String because(Instant until, String reason, String way) {
        return "exempt until %s by record%s: %s"
                .formatted(until.atZone(ZoneOffset.UTC).toLocalDate(), way.isEmpty() ? "" : " for " + way, reason);
    }
}
