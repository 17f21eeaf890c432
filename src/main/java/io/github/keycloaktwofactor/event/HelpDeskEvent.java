package io.github.keycloaktwofactor.event;

import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * A help-desk action on a user, effective once the request is committed.
 *
 * @param session session of the request
 * @param realmId id of the realm
 * @param userId id of the user
 * @param changes what was done; not empty
 */
public record HelpDeskEvent(KeycloakSession session, String realmId, String userId, Set<HelpDeskChange> changes)
        implements ProviderEvent {}
