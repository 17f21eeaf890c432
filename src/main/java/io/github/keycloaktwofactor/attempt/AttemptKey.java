package io.github.keycloaktwofactor.attempt;

/**
 * Whose attempts on which counter: the primary key of {@code TWO_FACTOR_ATTEMPT}.
 *
 * @param realmId id of the realm
 * @param userId id of the user; those of federated users are long
 * @param counter what is counted
 */
public record AttemptKey(String realmId, String userId, Counter counter) {}
