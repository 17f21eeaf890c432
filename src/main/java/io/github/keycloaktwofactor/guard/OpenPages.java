package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.enrolment.Enrolment;
import io.github.keycloaktwofactor.enrolment.NewRecoveryCodes;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.SignIn;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The open pages of a sign-in in a browser, in the place where Keycloak keeps and expires them. */
public final class OpenPages {

    private OpenPages() {}

    /** Keeps pages open that wait for their user, after Keycloak has rendered a page in any tab. */
    public static void keep(AuthenticationSessionModel authentication) {
        if (TwoFactorPolicy.isOn(authentication.getRealm())) {
            PageLifetime.extend(authentication, ServerClock.INSTANCE);
        }
    }

    /** Keeps pages open that wait in other tabs, after a sign-in has completed. */
    public static void keepOthers(AuthenticationSessionModel completed) {
        if (TwoFactorPolicy.isOn(completed.getRealm())) {
            PageLifetime.extendOthers(completed, ServerClock.INSTANCE);
        }
    }

    /**
     * Where a page of ours continues that has expired only because another tab of the browser has signed in: the cookie
     * of that sign-in may be enough.
     */
    public static Optional<URI> overtaken(KeycloakSession session, AuthenticationSessionModel authentication) {
        return PageLifetime.hasEnded(authentication, ServerClock.INSTANCE) && PageLifetime.isOvertaken(authentication)
                ? Optional.of(Restart.address(session, authentication))
                : Optional.empty();
    }

    /** The response in place of a page of ours that has expired: what has ended, and where to start again. */
    public static Optional<Response> ended(KeycloakSession session, AuthenticationSessionModel authentication) {
        if (!PageLifetime.hasEnded(authentication, ServerClock.INSTANCE)) {
            return Optional.empty();
        }
        Map<String, Object> page = new HashMap<>();
        page.put("kind", PageLifetime.end(authentication, kind(session, authentication)));
        page.put("issuer", PageContext.issuer(authentication.getRealm()));
        page.put("again", Restart.address(session, authentication).toString());
        return Optional.of(session.getProvider(LoginFormsProvider.class)
                .setAttribute("twoFactor", page)
                .createForm("two-factor-notice.ftl"));
    }

    /** Only if nothing else has ended the sign-in is it known what happened to what its page showed. */
    private static String kind(KeycloakSession session, AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        if (user == null || new SignIn(session, authentication, user, ServerClock.INSTANCE).outdated()) {
            return "ended";
        }
        if (NewRecoveryCodes.waiting(authentication)) {
            return "ended-codes";
        }
        if (Enrolment.isReplacing(authentication)) {
            return "ended-replace";
        }
        return Enrolment.isBegun(authentication) ? "ended-set-up" : "ended";
    }
}
