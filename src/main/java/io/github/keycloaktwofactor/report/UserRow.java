package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One user, as the report and the help desk show them. Times are epoch milliseconds. What is absent is left out of the JSON,
 * but for {@code required}, whose null says something.
 *
 * @param required whether the policy requires two-factor of the user; null where nobody can tell, because the user's roles
 *     are kept elsewhere
 * @param because why: each reason with the path of roles, as {@code role staff via group /Accounting}; empty if nothing
 *     requires or exempts
 * @param enrolledSince when the oldest of the present authenticators was set up; null if there is none, or none says
 * @param lastUsed when a code of an authenticator was last accepted, right to about a minute
 * @param codesLeft recovery codes of the set that were not used; null without a set
 * @param codes size of the set; null without a set
 * @param passkeys security keys and passkeys that the user owns, whether the policy accepts them or not
 * @param trustedDevices browsers that are trusted now
 * @param state of all counters of codes, in whichever browser: the worst of them
 * @param waitUntil end of the longest wait; null without one
 * @param source {@code local}, or the name of the user federation provider that the user comes from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "username",
    "email",
    "emailVerified",
    "enabled",
    "required",
    "because",
    "enrolledSince",
    "lastUsed",
    "codesLeft",
    "codes",
    "passkeys",
    "trustedDevices",
    "state",
    "waitUntil",
    "source"
})
public record UserRow(
        String id,
        String username,
        @Nullable String email,
        boolean emailVerified,
        boolean enabled,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Boolean required,
        List<String> because,
        @Nullable Long enrolledSince,
        @Nullable Long lastUsed,
        @Nullable Integer codesLeft,
        @Nullable Integer codes,
        int passkeys,
        int trustedDevices,
        State state,
        @Nullable Long waitUntil,
        String source) {

    /** Whether codes of the user are looked at. */
    public enum State {
        OK,
        /** Not before a wait is over. */
        WAITING,
        /** Not before an administrator or another factor helps, of at least one kind of code. */
        OFF
    }

    /** The source of users that no federation provider brings. */
    public static final String LOCAL = "local";
}
