package io.github.keycloaktwofactor.exit;

import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's own pages. Each login action names its sign-in here before it does anything else: that is the entry. */
final class GuardedLoginForms extends FreeMarkerLoginFormsProvider {

    GuardedLoginForms(KeycloakSession session) {
        super(session);
    }

    @Override
    public LoginFormsProvider setAuthenticationSession(AuthenticationSessionModel authentication) {
        new Entry(session).decide(authentication);
        return super.setAuthenticationSession(authentication);
    }
}
