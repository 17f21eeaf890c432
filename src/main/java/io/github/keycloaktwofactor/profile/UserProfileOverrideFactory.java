package io.github.keycloaktwofactor.profile;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.userprofile.DeclarativeUserProfileProvider;
import org.keycloak.userprofile.DeclarativeUserProfileProviderFactory;

/** Overrides {@code declarative-user-profile}, so that a password alone does not redirect the mails of an account. */
public final class UserProfileOverrideFactory extends DeclarativeUserProfileProviderFactory {

    private final StockOverride override = new StockOverride();

    @Override
    public DeclarativeUserProfileProvider create(KeycloakSession session) {
        return override.inPlace() ? new ProtectedUserProfileProvider(session, this) : super.create(session);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        override.announce("user profile", getId());
    }

    @Override
    public int order() {
        return StockOverride.ORDER;
    }
}
