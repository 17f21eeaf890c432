package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.saml.SamlProtocolFactory;

/** Adds the exit before the responses of the protocol saml. */
public final class SamlOverrideFactory extends SamlProtocolFactory {

    private final StockOverride override = new StockOverride();

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return override.inPlace() ? new GuardedSaml().setSession(session) : super.create(session);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        override.announce("login protocol", getId());
    }

    /** Next to Keycloak's own: the admin console sorts protocols by it. */
    @Override
    public int order() {
        return super.order() + StockOverride.NEXT;
    }
}
