package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.keycloak.StockOverride;
import org.keycloak.Config;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Puts the entry into Keycloak's own login forms. Its order stays Keycloak's: of two equal ones a provider's wins, and a
 * higher one would make these forms the default of a server that uses others.
 */
public final class LoginFormsOverrideFactory extends FreeMarkerLoginFormsProviderFactory {

    private final StockOverride standIn = new StockOverride();

    /** Whether the server's pages come from here, with the entry in them. */
    static boolean isUsed(KeycloakSession session) {
        return session.getKeycloakSessionFactory().getProviderFactory(LoginFormsProvider.class)
                        instanceof LoginFormsOverrideFactory used
                && used.standIn.inPlace();
    }

    @Override
    public LoginFormsProvider create(KeycloakSession session) {
        return standIn.inPlace() ? new GuardedLoginForms(session) : super.create(session);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        standIn.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        standIn.announce("login forms", getId());
    }
}
