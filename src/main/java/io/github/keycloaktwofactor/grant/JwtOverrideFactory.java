package io.github.keycloaktwofactor.grant;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;
import org.keycloak.provider.EnvironmentDependentProviderFactory;

/**
 * Refuses the JWT grant (RFC 7523) for users whom the guard would ask for a code. Keycloak has that
 * grant since 26.5, so its factory is known by name alone; where it is missing, so is this one.
 */
public final class JwtOverrideFactory implements OAuth2GrantTypeFactory, EnvironmentDependentProviderFactory {

    private static final String STOCK = "org.keycloak.protocol.oidc.grants.JWTAuthorizationGrantTypeFactory";

    private final StockOverride override = new StockOverride();
    private final @Nullable OAuth2GrantTypeFactory stock = stock();

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        OAuth2GrantType grant = Objects.requireNonNull(stock).create(session);
        return override.inPlace() ? GuardedGrant.around(grant, GrantRule.SIGN_IN) : grant;
    }

    @Override
    public String getId() {
        return "urn:ietf:params:oauth:grant-type:jwt-bearer";
    }

    @Override
    public String getShortcut() {
        return Objects.requireNonNull(stock).getShortcut();
    }

    @Override
    public boolean isSupported(Config.Scope config) {
        return stock instanceof EnvironmentDependentProviderFactory known && known.isSupported(config);
    }

    @Override
    public void init(Config.Scope config) {
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        override.announce("grant", getId());
    }

    @Override
    public void close() {}

    @Override
    public int order() {
        return StockOverride.ORDER;
    }

    private static @Nullable OAuth2GrantTypeFactory stock() {
        try {
            return Class.forName(STOCK)
                    .asSubclass(OAuth2GrantTypeFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException olderServer) {
            return null;
        }
    }
}
