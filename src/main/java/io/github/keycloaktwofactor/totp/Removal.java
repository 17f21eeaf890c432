package io.github.keycloaktwofactor.totp;

import io.github.keycloaktwofactor.attempt.ServerClock;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.session.PastSignIn;
import io.github.keycloaktwofactor.session.SignIn;
import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether whoever stands behind the request may delete their own authenticator with Keycloak's own means. */
final class Removal {

    private final KeycloakSession session;
    private final @Nullable UserModel user;
    private final Duration age;
    private final Duration lasts;

    Removal(KeycloakSession session, @Nullable UserModel user, PolicySettings settings) {
        this.session = session;
        this.user = user;
        this.age = Duration.ofSeconds(settings.maxAuthAgeSeconds());
        this.lasts = settings.proofLasts();
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
        PastSignIn marked = new PastSignIn(bearer);
        boolean lists =
                HttpMethod.GET.equals(session.getContext().getHttpRequest().getHttpMethod());
        return lists ? marked.proved() : marked.proved(age, ServerClock.INSTANCE.instant());
    }

    private boolean allowed(AuthenticationSessionModel authentication) {
        SignIn signIn =
                new SignIn(session, authentication, authentication.getAuthenticatedUser(), ServerClock.INSTANCE);
        return signIn.proved(lasts) && !signIn.impersonated() && !signIn.olderThan(age);
    }

    private boolean isUser(@Nullable UserModel other) {
        return user != null && other != null && user.getId().equals(other.getId());
    }
}
