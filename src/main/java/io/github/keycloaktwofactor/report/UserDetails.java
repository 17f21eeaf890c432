package io.github.keycloaktwofactor.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One user for the help desk: the row of the report, and what helps to find the problem. Never a secret.
 *
 * @param devices currently trusted browsers
 * @param failures consecutive wrong codes by counter name
 * @param recent two-factor events of the user, newest first; null if the realm saves no events or the caller may not
 *     see them
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
     * @param name browser and operating system; empty if unknown
     * @param until when a code is asked for again, if the device is not used before
     */
    public record Device(String id, String name, long added, long lastUsed, long until) {}

    /**
     * A user event of Keycloak.
     *
     * @param at epoch milliseconds
     * @param type Keycloak's event type
     * @param error why it failed; null if it did not
     * @param details the details of our events, and the credential type
     * @param address IP address; null if unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecentEvent(
            long at,
            String type,
            @Nullable String error,
            Map<String, String> details,
            @Nullable String address) {}
}
