package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.policy.GuardEvent;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
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
public final class GuardPriority {

    private static final Logger LOG = Logger.getLogger(GuardPriority.class);

    private GuardPriority() {}

    /**
     * The priority that the guard must have: the one that it has or would get, unless another action of the realm comes
     * before it then.
     */
    public static int of(RealmModel realm, int now) {
        return realm.getRequiredActionProvidersStream()
                .filter(action -> !TwoFactorPolicy.ACTION_ID.equals(action.getAlias()))
                .mapToInt(action -> Math.min(now, action.getPriority() - 1))
                .min()
                .orElse(now);
    }

    static void take(KeycloakSession session, RealmModel realm) {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        int priority = guard == null ? 0 : of(realm, guard.getPriority());
        if (guard == null || guard.getPriority() == priority) {
            return;
        }
        guard.setPriority(priority);
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
