package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One user as the help desk sees them: what the report shows of them, and what helps to tell what is wrong. Never a secret.
 *
 * @param devices browsers that are trusted now
 * @param failures wrong codes in a row by the name of their counter
 * @param recent what events tell of the user's two-factor, the latest first; null where the realm saves no events, or the
 *     reader may see none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserDetails(
        @JsonUnwrapped UserRow row,
        List<Device> devices,
        Map<String, Integer> failures,
        @Nullable List<RecentEvent> recent) {

    /**
     * A trusted device. Times are epoch milliseconds.
     *
     * @param name browser and system; empty if not known
     * @param until when a code is asked for again, if the device is not used before
     */
    public record Device(String id, String name, long added, long lastUsed, long until) {}

    /**
     * A user event of Keycloak's.
     *
     * @param at epoch milliseconds
     * @param type as Keycloak calls it
     * @param error why it failed; null if it did not
     * @param details those that our events carry, and the credential's type
     * @param address IP address; null if not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecentEvent(
            long at,
            String type,
            @Nullable String error,
            Map<String, String> details,
            @Nullable String address) {}
}
