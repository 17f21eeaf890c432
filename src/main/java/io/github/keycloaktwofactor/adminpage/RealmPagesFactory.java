package io.github.keycloaktwofactor.adminpage;

import io.github.keycloaktwofactor.keycloak.PageAddress;
import java.security.SecureRandom;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers the URL that leads to the two-factor page, and the admin page below it. */
public final class RealmPagesFactory implements RealmResourceProviderFactory {

    private final SecureRandom random = new SecureRandom();

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmPages(session, random);
    }

    /** Provider ID and last path segment of the URL. A contract: links to it have been published. */
    @Override
    public String getId() {
        return PageAddress.ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
