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
 * Keeps the guard before every other enabled required action of the realm, and sends an admin event when it moves it.
 * The admin console registers an action in the last place, and an action before the guard runs before the second
 * factor.
 */
public final class GuardPriority {

    private static final Logger LOG = Logger.getLogger(GuardPriority.class);

    private GuardPriority() {}

    /**
     * The priority that the guard must have: its current or default one, unless another action of the realm would then
     * come before it.
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
