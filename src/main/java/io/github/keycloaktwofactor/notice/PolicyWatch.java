package io.github.keycloaktwofactor.notice;

import io.github.keycloaktwofactor.attempt.AfterCommit;
import io.github.keycloaktwofactor.policy.PolicyState;
import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Says who switched two-factor off in a realm, and looks at every realm that has the guard when the server starts. */
final class PolicyWatch {

    private static final Logger LOG = Logger.getLogger(PolicyWatch.class);

    private static final String ACTION = "authentication/required-actions/" + TwoFactorPolicy.ACTION_ID;

    private static final Set<String> PATHS = Set.of(ACTION, ACTION + "/config");

    private static final String GUARDED =
            "select distinct action.realm.id from RequiredActionProviderEntity action where action.alias = :alias";

    private PolicyWatch() {}

    static void heard(KeycloakSession session, AdminEvent event) {
        if (event.getError() != null || event.getResourcePath() == null || !PATHS.contains(event.getResourcePath())) {
            return;
        }
        AfterCommit.run(
                session, sessions -> KeycloakModelUtils.runJobInTransaction(sessions, after -> changed(after, event)));
    }

    private static void changed(KeycloakSession session, AdminEvent event) {
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        // Asking for the policy brings the health check up to date.
        if (realm != null && TwoFactorPolicy.of(realm).isEmpty()) {
            tell(realm.getName(), TwoFactorPolicy.state(realm), event.getOperationType(), event.getAuthDetails());
        }
    }

    private static void tell(String realm, PolicyState state, OperationType operation, AuthDetails who) {
        LOG.warnf(
                "Two-factor is %s, in realm '%s', since %s by user %s of realm %s through client %s from %s",
                state.text(),
                realm,
                operation,
                who.getUserId(),
                who.getRealmId(),
                who.getClientId(),
                who.getIpAddress());
    }

    /** Behind the start, which it must neither slow nor break. */
    static void start(KeycloakSessionFactory sessions) {
        KeycloakModelUtils.runJobInTransaction(
                sessions,
                session -> session.getProvider(ExecutorsProvider.class)
                        .getExecutor("two-factor-start")
                        .execute(() -> lookAtAll(sessions)));
    }

    private static void lookAtAll(KeycloakSessionFactory sessions) {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    sessions,
                    session -> guarded(session).stream()
                            .map(session.realms()::getRealm)
                            .forEach(realm -> TwoFactorPolicy.of(realm)
                                    .ifPresent(settings -> TrustedProviders.lookAtAll(session, realm, settings))));
        } catch (RuntimeException e) {
            LOG.warnf(e, "The realms that have two-factor could not be looked at");
        }
    }

    private static List<String> guarded(KeycloakSession session) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return entities.createQuery(GUARDED, String.class)
                .setParameter("alias", TwoFactorPolicy.ACTION_ID)
                .getResultList();
    }
}
