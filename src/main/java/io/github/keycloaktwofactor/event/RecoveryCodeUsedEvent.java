package io.github.keycloaktwofactor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * A recovery code was accepted. It stays used even if the request is rolled back or the sign-in is never finished.
 *
 * @param session session of the request
 * @param realmId id of the realm
 * @param userId id of the user
 * @param type credential type of the set: ours, or Keycloak's own
 * @param left how many codes of the set are left
 */
public record RecoveryCodeUsedEvent(KeycloakSession session, String realmId, String userId, String type, int left)
        implements ProviderEvent {}
