package io.github.keycloaktwofactor.challenge;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the realm's browser flow lets people sign in with. */
public final class BrowserFlow {

    private final KeycloakSession session;
    private final RealmModel realm;

    public BrowserFlow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Whether a step that is not disabled takes a credential of that type, by what its authenticator says of itself: the
     * password form takes passkeys where the realm's passkeys are on.
     */
    public boolean takes(String type) {
        AuthenticationFlowModel flow = realm.getBrowserFlow();
        return flow != null && takes(flow.getId(), type);
    }

    private boolean takes(String flow, String type) {
        return realm.getAuthenticationExecutionsStream(flow)
                .filter(AuthenticationExecutionModel::isEnabled)
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? takes(step.getFlowId(), type)
                        : takenBy(step.getAuthenticator(), type));
    }

    private boolean takenBy(String authenticator, String type) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator)
                        instanceof ConfigurableAuthenticatorFactory known
                && (type.equals(known.getReferenceCategory())
                        || known.getOptionalReferenceCategories(session).contains(type));
    }
}
