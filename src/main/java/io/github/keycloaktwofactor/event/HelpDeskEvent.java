package io.github.keycloaktwofactor.event;

import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * An administrator has helped a user. It holds once the request is committed.
 *
 * @param session session of the request
 * @param realmId id of the realm
 * @param userId id of the user
 * @param changes what was done, at least one thing
 */
public record HelpDeskEvent(KeycloakSession session, String realmId, String userId, Set<HelpDeskChange> changes)
        implements ProviderEvent {}
