package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantTypeFactory;

/** Refuses to exchange the tokens of a session that the policy no longer accepts. */
public final class TokenExchangeOverrideFactory extends TokenExchangeGrantTypeFactory {

    private final StockOverride override = new StockOverride();

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        OAuth2GrantType stock = super.create(session);
        return override.inPlace() ? GuardedGrant.around(stock, GrantRule.EXCHANGE) : stock;
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
