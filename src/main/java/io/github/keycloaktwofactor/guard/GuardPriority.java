package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.policy.GuardEvent;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.utils.ModelToRepresentation;

/**
 * Keeps the guard before every other enabled action of the realm, and says so in an admin event. The admin console
 * registers an action in the last place, and whatever comes before the guard comes before the second factor.
 */
final class GuardPriority {

    private static final Logger LOG = Logger.getLogger(GuardPriority.class);

    private GuardPriority() {}

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
        GuardEvent.ofAction(session, realm, GuardEvent.nobody(realm), OperationType.UPDATE)
                .detail(EventDetail.CHANGE, "priority")
                .representation(ModelToRepresentation.toRepresentation(guard))
                .send();
        LOG.infof(
                "Realm %s: the two-factor policy is now the first required action, with priority %d",
                realm.getName(), guard.getPriority());
    }
}
