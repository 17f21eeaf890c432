package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Adds the entry to Keycloak's own login forms. Its {@code order()} stays Keycloak's: with an equal order the extension
 * wins, and a higher one would make these forms the default of a server that uses others.
 */
public final class LoginFormsOverrideFactory extends FreeMarkerLoginFormsProviderFactory {

    private final StockOverride override = new StockOverride();

    /** Whether the server's pages are rendered here, with the entry. */
    static boolean isUsed(KeycloakSession session) {
        return session.getKeycloakSessionFactory().getProviderFactory(LoginFormsProvider.class)
                        instanceof LoginFormsOverrideFactory used
                && used.override.inPlace();
    }

    @Override
    public LoginFormsProvider create(KeycloakSession session) {
        return override.inPlace() ? new GuardedLoginForms(session) : super.create(session);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        override.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        override.announce("login forms", getId());
    }
}
