package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.keycloak.PageAddress;
import java.security.SecureRandom;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers the address that leads to the two-factor page. */
public final class TwoFactorLinkFactory implements RealmResourceProviderFactory {

    /** Provider id and last part of the address: a contract with all who were told it. */
    static final String ID = PageAddress.ID;

    private final SecureRandom random = new SecureRandom();

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new TwoFactorLink(session, random);
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
