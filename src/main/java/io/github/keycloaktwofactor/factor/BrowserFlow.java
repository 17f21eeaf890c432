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

/** The credentials that the realm's browser flow asks for. */
public final class BrowserFlow {

    /** The conditions that all owners of a credential meet, or can be made to meet; others depend on the user. */
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
     * Whether an enabled step accepts a credential of that type, according to its authenticator: the password form accepts
     * passkeys if they are enabled in the realm. Steps with further conditions, or for a level of authentication (step-up),
     * do not count: it is unknown which users reach them.
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
