package io.github.keycloaktwofactor.store;

import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers the state tables and the listener that removes the rows of removed users and realms. */
public final class StateTablesProviderFactory implements JpaEntityProviderFactory {

    /** Names the table of applied changes: {@code DATABASECHANGELOG_TWOFACTOR}. */
    static final String ID = "twofactor";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new StateTablesProvider();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new RemovedRows());
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
