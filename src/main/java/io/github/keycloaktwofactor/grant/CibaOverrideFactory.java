package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantTypeFactory;

/** Refuses CIBA (backchannel authentication) for users whom the guard would ask for a code. */
public final class CibaOverrideFactory extends CibaGrantTypeFactory {

    private final StockOverride override = new StockOverride();

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        OAuth2GrantType stock = super.create(session);
        return override.inPlace() ? GuardedGrant.around(stock, GrantRule.SIGN_IN) : stock;
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        override.announce("grant", getId());
    }

    @Override
    public int order() {
        return StockOverride.ORDER;
    }
}
