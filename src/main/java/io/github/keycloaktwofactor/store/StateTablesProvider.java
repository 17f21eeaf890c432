package io.github.keycloaktwofactor.store;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Creates the state tables in Keycloak's database. They are read and written with SQL, not as entities. */
final class StateTablesProvider implements JpaEntityProvider {

    @Override
    public List<Class<?>> getEntities() {
        return List.of();
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/two-factor-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return StateTablesProviderFactory.ID;
    }

    @Override
    public void close() {}
}
