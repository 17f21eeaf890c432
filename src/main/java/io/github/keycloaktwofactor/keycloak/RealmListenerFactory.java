package io.github.keycloaktwofactor.keycloak;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers an event listener for every realm, without a setting: it must not be forgotten. */
public interface RealmListenerFactory extends EventListenerProviderFactory {

    @Override
    default boolean isGlobal() {
        return true;
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
