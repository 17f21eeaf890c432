package io.github.keycloaktwofactor.admin;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/** Puts two-factor below {@code /admin/realms/{realm}/two-factor}. */
public final class TwoFactorAdminResourceProviderFactory implements AdminRealmResourceProviderFactory {

    /** The last part of the address. */
    static final String ID = "two-factor";

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return new TwoFactorAdminResourceProvider();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
