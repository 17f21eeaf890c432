package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One user in the report and for the help desk. Times are epoch milliseconds. Null fields are omitted from the JSON,
 * except {@code required}, where null has a meaning.
 *
 * @param required whether the policy requires two-factor of the user; null if unknown, because the user's roles are
 *     stored elsewhere
 * @param because each reason with the path of roles, as {@code role staff via group /Accounting}; empty if nothing
 *     requires or exempts
 * @param exemptUntil end of the exemption on record without which two-factor would be required; null without one, or if
 *     a role exempts
 * @param enrolledSince when the oldest current authenticator was set up; null if there is none, or it is unknown
 * @param lastUsed when a code of an authenticator was last accepted, accurate to about a minute
 * @param codesLeft unused recovery codes of the set; null without a set
 * @param codes size of the set; null without a set
 * @param passkeys the user's security keys and passkeys, whether the policy accepts them or not
 * @param trustedDevices currently trusted browsers
 * @param state the worst state of all code counters, in any browser
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
    "exemptUntil",
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
        @Nullable Long exemptUntil,
        @Nullable Long enrolledSince,
        @Nullable Long lastUsed,
        @Nullable Integer codesLeft,
        @Nullable Integer codes,
        int passkeys,
        int trustedDevices,
        State state,
        @Nullable Long waitUntil,
        String source) {

    /** Whether the user's codes are checked. */
    public enum State {
        OK,
        /** Not until a wait has ended. */
        WAITING,
        /** At least one kind of code is blocked until an administrator or another factor helps. */
        OFF
    }

    /** Source of users without a federation provider. */
    public static final String LOCAL = "local";
}
