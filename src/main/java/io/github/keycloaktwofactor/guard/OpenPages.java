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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The pages that a sign-in has open in a browser, where Keycloak keeps and ends them. */
public final class OpenPages {

    private OpenPages() {}

    /** Keeps those open that wait for something of theirs, after Keycloak has made a page in any tab. */
    public static void keep(AuthenticationSessionModel authentication) {
        if (TwoFactorPolicy.state(authentication.getRealm()).isOn()) {
            PageLifetime.extend(authentication, ServerClock.INSTANCE);
        }
    }

    /** What to show instead of a page of ours that was open for too long: what has ended, and where to begin again. */
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

    /** Only of a sign-in that nothing else has ended is it known what became of what its page showed. */
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
