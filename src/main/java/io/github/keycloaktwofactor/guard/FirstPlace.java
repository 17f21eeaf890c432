package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Keeps the guard before every other enabled action of the realm. The admin console registers an action in the last
 * place, and whatever comes before the guard comes before the second factor.
 */
final class FirstPlace {

    private static final Logger LOG = Logger.getLogger(FirstPlace.class);

    private FirstPlace() {}

    static void take(KeycloakSession session, RealmModel realm) {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        Optional<RequiredActionProviderModel> first = realm.getRequiredActionProvidersStream()
                .filter(action -> !TwoFactorPolicy.ACTION_ID.equals(action.getAlias()))
                .min(RequiredActionProviderModel.RequiredActionComparator.SINGLETON);
        if (guard == null
                || first.isEmpty()
                || guard.getPriority() < first.get().getPriority()) {
            return;
        }
        guard.setPriority(first.get().getPriority() - 1);
        realm.updateRequiredActionProvider(guard);
        GuardMovedEvent.send(session, realm, guard);
        LOG.infof(
                "Realm %s: the two-factor policy is now the first required action, with priority %d",
                realm.getName(), guard.getPriority());
    }
}
