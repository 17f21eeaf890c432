package io.github.keycloaktwofactor.exit;

import io.github.keycloaktwofactor.guard.OpenPages;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.theme.Theme;

/**
 * Keycloak's own pages. Each login action passes its authentication session to the login forms first: that is the
 * entry. Each page is rendered here last: that is where pages in other tabs are kept open.
 */
final class GuardedLoginForms extends FreeMarkerLoginFormsProvider {

    /** Message key that replaces Keycloak's text for an expired sign-in. */
    private static final String ENDED = "two-factor-notice-ended";

    GuardedLoginForms(KeycloakSession session) {
        super(session);
    }

    @Override
    public LoginFormsProvider setAuthenticationSession(AuthenticationSessionModel authentication) {
        new Entry(session).decide(authentication);
        return super.setAuthenticationSession(authentication);
    }

    @Override
    protected Response processTemplate(Theme theme, String templateName, Locale locale) {
        if (authenticationSession != null) {
            OpenPages.keep(authenticationSession);
        }
        return super.processTemplate(theme, templateName, locale);
    }

    /** The sign-in has expired with its open page, and restarts on this one. */
    @Override
    public LoginFormsProvider addError(FormMessage message) {
        boolean ours = Messages.LOGIN_TIMEOUT.equals(message.getMessage()) && isGuarded();
        return super.addError(ours ? new FormMessage(message.getField(), ENDED) : message);
    }

    /** There is no sign-in left to restart: the browser was closed, and reopened with a page of ours. */
    @Override
    public FreeMarkerLoginFormsProvider setError(String message, Object... parameters) {
        boolean ours = Messages.COOKIE_NOT_FOUND.equals(message)
                && isGuarded()
                && LoginAction.namesOurPage(session.getContext());
        return ours ? super.setError(ENDED) : super.setError(message, parameters);
    }

    private boolean isGuarded() {
        return TwoFactorPolicy.of(session.getContext().getRealm()).isPresent();
    }
}
