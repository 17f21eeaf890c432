package io.github.keycloaktwofactor.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a set-up is given.
 *
 * @param policy a whole policy as typed JSON; null keeps the one that is stored, or its defaults
 */
public record SetupRequest(@Nullable Map<String, Object> policy) {}
