package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.policy.GuardEvent;
import io.github.keycloaktwofactor.policy.PolicyStates;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Reports problems at once, in the log and as an admin event, with settings that Keycloak has stored without validation:
 * those of an import, and of an update of the whole required action.
 */
final class UncheckedSettings {

    private static final Logger LOG = Logger.getLogger(UncheckedSettings.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    UncheckedSettings(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * To be called after the policy was read.
     *
     * @param how what stored them, for the log
     */
    void tell(String how, AuthDetails who) {
        List<String> problems = PolicyStates.problems(realm);
        if (problems.isEmpty()) {
            return;
        }
        String told = String.join("; ", problems);
        LOG.warnf(
                "Settings of two-factor in realm '%s' were stored by %s without being checked: %s",
                realm.getName(), how, told);
        GuardEvent.ofSettings(session, realm, who, OperationType.ACTION)
                .detail(EventDetail.PROBLEM, told)
                .send();
    }
}
