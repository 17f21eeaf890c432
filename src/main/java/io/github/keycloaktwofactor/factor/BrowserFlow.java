package io.github.keycloaktwofactor.factor;

import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalCredentialAuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalUserConfiguredAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the realm's browser flow lets people sign in with. */
public final class BrowserFlow {

    /** The conditions that owners of a credential meet, or can be made to meet: the others hold for some people only. */
    private static final Set<String> OF_OWNERS = Set.of(
            ConditionalUserConfiguredAuthenticatorFactory.PROVIDER_ID,
            ConditionalCredentialAuthenticatorFactory.PROVIDER_ID,
            ConditionalLoaAuthenticatorFactory.PROVIDER_ID);

    private final KeycloakSession session;
    private final RealmModel realm;

    public BrowserFlow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Whether a step that is not disabled takes a credential of that type, by what its authenticator says of itself: the
     * password form takes passkeys where the realm's passkeys are on. Steps that hang on more than owning it, or on a level
     * of authentication, do not count: nobody can tell whom they come to.
     */
    public boolean takes(String type) {
        AuthenticationFlowModel flow = realm.getBrowserFlow();
        return flow != null && takes(flow.getId(), type);
    }

    private boolean takes(String flow, String type) {
        return steps(flow)
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? comesToOwners(step) && takes(step.getFlowId(), type)
                        : takenBy(step.getAuthenticator(), type));
    }

    private Stream<AuthenticationExecutionModel> steps(String flow) {
        return realm.getAuthenticationExecutionsStream(flow).filter(AuthenticationExecutionModel::isEnabled);
    }

    private boolean comesToOwners(AuthenticationExecutionModel subflow) {
        return !subflow.isConditional()
                || steps(subflow.getFlowId())
                        .filter(step -> !step.isAuthenticatorFlow())
                        .map(AuthenticationExecutionModel::getAuthenticator)
                        .filter(this::isCondition)
                        .allMatch(OF_OWNERS::contains);
    }

    private boolean isCondition(String authenticator) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator)
                instanceof ConditionalAuthenticatorFactory;
    }

    private boolean takenBy(String authenticator, String type) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator)
                        instanceof ConfigurableAuthenticatorFactory known
                && (type.equals(known.getReferenceCategory())
                        || known.getOptionalReferenceCategories(session).contains(type));
    }
}
