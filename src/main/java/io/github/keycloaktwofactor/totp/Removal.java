package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.attempt.ServerClock;
import io.github.keycloaktwofactor.factor.Worth;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.PastSignIn;
import io.github.keycloaktwofactor.session.SignIn;
import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether whoever stands behind the request may delete their own authenticator with Keycloak's own means. */
final class Removal {

    private final KeycloakSession session;
    private final @Nullable UserModel user;
    private final PolicySettings settings;
    private final Duration age;

    Removal(KeycloakSession session, @Nullable UserModel user, PolicySettings settings) {
        this.session = session;
        this.user = user;
        this.settings = settings;
        this.age = Duration.ofSeconds(settings.maxAuthAgeSeconds());
    }

    /**
     * Only whoever passed the second factor may, and lately. The list in the account console, which offers the deletion
     * by an action that asks for the password and the code again, need not be that fresh.
     */
    boolean allowed() {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (authentication != null) {
            return isUser(authentication.getAuthenticatedUser()) && allowed(authentication);
        }
        UserSessionModel bearer = session.getContext().getUserSession();
        if (bearer == null || !isUser(bearer.getUser())) {
            return false;
        }
        PastSignIn past = new PastSignIn(session, bearer);
        boolean lists =
                HttpMethod.GET.equals(session.getContext().getHttpRequest().getHttpMethod());
        Worth worth = worth(bearer.getRealm(), bearer.getUser());
        return !past.impersonated()
                && past.evidence()
                        .filter(evidence -> lists ? worth.allowsChanges(evidence) : worth.allowsChanges(evidence, age))
                        .isPresent();
    }

    private boolean allowed(AuthenticationSessionModel authentication) {
        SignIn signIn =
                new SignIn(session, authentication, authentication.getAuthenticatedUser(), ServerClock.INSTANCE);
        Worth worth = worth(authentication.getRealm(), authentication.getAuthenticatedUser());
        return !signIn.impersonated()
                && !signIn.outdated()
                && !signIn.olderThan(age)
                && signIn.countingEvidence()
                        .filter(evidence -> worth.allowsChanges(evidence, settings.proofLasts()))
                        .isPresent();
    }

    private Worth worth(RealmModel realm, UserModel owner) {
        return new Worth(session, realm, owner, settings, ServerClock.INSTANCE);
    }

    private boolean isUser(@Nullable UserModel other) {
        return user != null && other != null && user.getId().equals(other.getId());
    }
}
