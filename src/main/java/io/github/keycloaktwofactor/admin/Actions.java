package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.enrolment.RecoveryCodesActionFactory;
import io.github.keycloaktwofactor.guard.GuardPriority;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** The three required actions that make up two-factor in a realm. The guard comes before every other enabled action. */
final class Actions {

    private static final List<String> IDS =
            List.of(TwoFactorPolicy.ACTION_ID, TwoFactorPolicy.SET_UP_ID, RecoveryCodesActionFactory.ID);

    private final KeycloakSession session;
    private final RealmModel realm;

    Actions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Registers and enables those that are missing or disabled. */
    List<SetupChange> setUp() {
        List<SetupChange> changes = new ArrayList<>();
        for (String id : IDS) {
            RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(id);
            Map<String, Object> before = shown(action);
            if (action == null) {
                realm.addRequiredActionProvider(made(id));
            } else if (!action.isEnabled() || misplaced(action)) {
                action.setEnabled(true);
                action.setPriority(priority(id, action.getPriority()));
                realm.updateRequiredActionProvider(action);
            }
            Map<String, Object> after = shown(realm.getRequiredActionProviderByAlias(id));
            if (!Objects.equals(before, after)) {
                changes.add(new SetupChange("action " + id, before, after));
            }
        }
        return changes;
    }

    /** Removes them. The guard's config, which holds the policy, goes with it. */
    List<SetupChange> remove() {
        List<SetupChange> changes = new ArrayList<>();
        for (String id : IDS) {
            RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(id);
            if (action != null) {
                changes.add(new SetupChange("action " + id, shown(action), null));
                realm.removeRequiredActionProvider(action);
            }
        }
        return changes;
    }

    private RequiredActionProviderModel made(String id) {
        RequiredActionFactory factory = (RequiredActionFactory)
                session.getKeycloakSessionFactory().getProviderFactory(RequiredActionProvider.class, id);
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        // Concurrent calls must not add it twice: in Keycloak's table, only the primary key is unique.
        action.setId(RowId.of(realm, id));
        action.setAlias(id);
        action.setProviderId(id);
        action.setName(factory.getDisplayText());
        action.setEnabled(true);
        action.setPriority(priority(id, last() + 1));
        return action;
    }

    /** Only the guard's priority matters: an action that comes before it comes before the second factor. */
    private boolean misplaced(RequiredActionProviderModel action) {
        return action.getPriority() != priority(action.getAlias(), action.getPriority());
    }

    private int priority(String id, int now) {
        return id.equals(TwoFactorPolicy.ACTION_ID) ? GuardPriority.of(realm, now) : now;
    }

    private int last() {
        return realm.getRequiredActionProvidersStream()
                .mapToInt(RequiredActionProviderModel::getPriority)
                .max()
                .orElse(0);
    }

    private static @Nullable Map<String, Object> shown(@Nullable RequiredActionProviderModel action) {
        if (action == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("enabled", action.isEnabled());
        shown.put("priority", action.getPriority());
        return shown;
    }
}
