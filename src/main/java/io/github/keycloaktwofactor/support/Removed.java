package io.github.keycloaktwofactor.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is gone.
 *
 * @param what which of the things that can be reset it belonged to, as {@code authenticators}
 * @param type credential type; of a wait the counter, as {@code totp}
 * @param id id of the credential; null for a wait
 * @param label what its owner, or the browser, called it; null if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Removed(
        String what,
        String type,
        @Nullable String id,
        @Nullable String label) {}
