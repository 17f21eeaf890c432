package io.github.keycloaktwofactor.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request body of a set-up.
 *
 * @param policy a complete policy as typed JSON; null keeps the stored policy, or its defaults
 */
public record SetupRequest(@Nullable Map<String, Object> policy) {}
