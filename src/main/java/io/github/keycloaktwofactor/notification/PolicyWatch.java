package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.keycloak.AfterCommit;
import io.github.keycloaktwofactor.policy.GuardEvent;
import io.github.keycloaktwofactor.policy.PolicyState;
import io.github.keycloaktwofactor.policy.PolicyStates;
import io.github.keycloaktwofactor.policy.TrustedProviders;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.GuardedRealms;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTask;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Logs who switched two-factor off in a realm, and checks every realm that has the guard when the server starts. */
final class PolicyWatch {

    private static final Logger LOG = Logger.getLogger(PolicyWatch.class);

    private static final String ACTION = "authentication/required-actions/" + TwoFactorPolicy.ACTION_ID;

    /** Keycloak's own addresses of the guard, and ours. */
    private static final Set<String> PATHS =
            Set.of(ACTION, ACTION + "/config", "two-factor/policy", "two-factor/setup");

    private PolicyWatch() {}

    static void onEvent(KeycloakSession session, AdminEvent event) {
        if (event.getError() != null
                || event.getOperationType() == OperationType.ACTION
                || event.getResourcePath() == null
                || !PATHS.contains(event.getResourcePath())) {
            return;
        }
        afterCommit(session, after -> changed(after, event));
    }

    /** Reading the policy updates log and health check. */
    private static void changed(KeycloakSession session, AdminEvent event) {
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm == null) {
            return;
        }
        lookAt(session, realm);
        PolicyState state = TwoFactorPolicy.state(realm);
        Optional<String> relaxed = PolicyStates.takeRelaxed(realm);
        if (state != PolicyState.ON || relaxed.isPresent()) {
            tell(realm, state, relaxed.orElse(""), event);
        }
        if (state.isOn() && ACTION.equals(event.getResourcePath())) {
            new UncheckedSettings(session, realm).tell(event.getOperationType().name(), event.getAuthDetails());
        }
    }

    private static void tell(RealmModel realm, PolicyState state, String relaxed, AdminEvent event) {
        AuthDetails who = event.getAuthDetails();
        LOG.warnf(
                "Two-factor is %s, in realm '%s'%s, since %s by user %s of realm %s through client %s from %s",
                state.text(),
                realm.getName(),
                relaxed.isEmpty() ? "" : ", and " + relaxed,
                event.getOperationType(),
                who.getUserId(),
                who.getRealmId(),
                who.getClientId(),
                who.getIpAddress());
    }

    /** A new realm may be an import, whose settings were not validated. */
    static void created(KeycloakSession session, RealmModel created) {
        String id = created.getId();
        afterCommit(session, after -> {
            RealmModel realm = after.realms().getRealm(id);
            if (realm != null && TwoFactorPolicy.isOn(realm)) {
                lookAt(after, realm);
                new UncheckedSettings(after, realm).tell("an import", GuardEvent.nobody(realm));
            }
        });
    }

    /** The change is committed: a fault here must not look as if it had failed. */
    private static void afterCommit(KeycloakSession session, KeycloakSessionTask look) {
        AfterCommit.run(session, sessions -> {
            try {
                KeycloakModelUtils.runJobInTransaction(sessions, look);
            } catch (RuntimeException e) {
                LOG.warnf(e, "The two-factor settings could not be checked");
            }
        });
    }

    private static void lookAt(KeycloakSession session, RealmModel realm) {
        TwoFactorPolicy.of(realm).ifPresent(settings -> TrustedProviders.lookAtAll(session, realm, settings));
    }

    /** In the background: it must neither delay nor break the start. */
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
                    session -> GuardedRealms.ids(session, TwoFactorPolicy.ACTION_ID).stream()
                            .map(session.realms()::getRealm)
                            .forEach(realm -> lookAt(session, realm)));
        } catch (RuntimeException e) {
            LOG.warnf(e, "The realms that have two-factor could not be checked");
        }
    }
}
