package io.github.keycloaktwofactor.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was removed.
 *
 * @param what the reset item that it belonged to, as {@code authenticators}
 * @param type credential type; for a wait the counter, as {@code totp}
 * @param id id of the credential; null for a wait
 * @param label label from its owner or the browser; null if none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Removed(
        String what,
        String type,
        @Nullable String id,
        @Nullable String label) {}
