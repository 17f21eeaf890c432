package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.policy.StandIn;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantTypeFactory;

/** Refuses a sign-in by a device of one's own (CIBA) to whom the guard would ask for a code. */
public final class CibaStandInFactory extends CibaGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return GuardedGrant.around(super.create(session), GrantRule.SIGN_IN);
    }

    @Override
    public boolean isSupported(Config.Scope config) {
        return StandIn.wanted(config) && super.isSupported(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        StandIn.announce("grant", getId());
    }

    @Override
    public int order() {
        return StandIn.ORDER;
    }
}
