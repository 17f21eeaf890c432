package io.github.keycloaktwofactor.whatif;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * The flow for sign-ins to a client: the client's own, or the realm's. Flows chosen by client policies are not
 * considered.
 */
final class ClientFlow {

    private final RealmModel realm;
    private final @Nullable AuthenticationFlowModel own;
    private final @Nullable AuthenticationFlowModel flow;
    private final Set<String> codeSteps;

    /**
     * @param binding name of the client's flow override
     * @param usual the realm's flow
     * @param codeSteps ids of the authenticators that ask for a code
     */
    ClientFlow(
            RealmModel realm,
            ClientModel client,
            String binding,
            @Nullable AuthenticationFlowModel usual,
            Set<String> codeSteps) {
        String id = client.getAuthenticationFlowBindingOverride(binding);
        this.realm = realm;
        this.own = id == null ? null : realm.getAuthenticationFlowById(id);
        this.flow = own == null ? usual : own;
        this.codeSteps = codeSteps;
    }

    /** Mentions that the client's own flow is used, if it has one. */
    Stream<String> described() {
        return own == null ? Stream.empty() : Stream.of("the client has a flow of its own, " + own.getAlias());
    }

    boolean asksForCode() {
        return has(codeSteps::contains);
    }

    /** Whether every sign-in reaches a step that asks for a code, even that of a user who has set up nothing. */
    boolean demandsCode() {
        return flow != null && demandsCode(flow.getId());
    }

    boolean takesCookie() {
        return has(CookieAuthenticatorFactory.PROVIDER_ID::equals);
    }

    /** Whether it grants levels of authentication ({@code acr}). */
    boolean givesLevels() {
        return has(ConditionalLoaAuthenticatorFactory.PROVIDER_ID::equals);
    }

    private boolean demandsCode(String id) {
        return steps(id)
                .filter(AuthenticationExecutionModel::isRequired)
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? demandsCode(step.getFlowId())
                        : codeSteps.contains(step.getAuthenticator()));
    }

    private boolean has(Predicate<String> authenticator) {
        return flow != null && has(flow.getId(), authenticator);
    }

    private boolean has(String id, Predicate<String> authenticator) {
        return steps(id)
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? has(step.getFlowId(), authenticator)
                        : authenticator.test(step.getAuthenticator()));
    }

    private Stream<AuthenticationExecutionModel> steps(String id) {
        return realm.getAuthenticationExecutionsStream(id).filter(AuthenticationExecutionModel::isEnabled);
    }
}
