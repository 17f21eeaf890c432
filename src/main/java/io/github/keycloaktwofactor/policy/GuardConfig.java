package io.github.keycloaktwofactor.policy;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** The role names in the stored config of a realm's guard, whether the guard is enabled or not. */
final class GuardConfig {

    static final List<Setting> ROLE_LISTS = List.of(
            Setting.ADMIN_ROLES, Setting.REQUIRED_ROLES, Setting.EXEMPT_ROLES, Setting.TRUSTED_DEVICE_EXCLUDED_ROLES);

    private final RealmModel realm;

    GuardConfig(RealmModel realm) {
        this.realm = realm;
    }

    boolean names(String role) {
        return ROLE_LISTS.stream().anyMatch(list -> names(list).contains(role));
    }

    /**
     * Changes names in all lists and stores them if any has changed.
     *
     * @return the lists that have changed
     */
    Set<Setting> rewrite(UnaryOperator<String> change) {
        Map<String, String> rewritten = new HashMap<>(config());
        Set<Setting> changed = new LinkedHashSet<>();
        for (Setting list : ROLE_LISTS) {
            List<String> before = names(list);
            List<String> after = before.stream().map(change).distinct().toList();
            if (!after.equals(before)) {
                rewritten.put(list.key(), StoredList.join(after));
                changed.add(list);
            }
        }
        if (!changed.isEmpty()) {
            store(rewritten);
        }
        return changed;
    }

    /**
     * Not by {@code updateRequiredActionConfig}: that validates, and would refuse the name of a deleted role, or the
     * whole change for the sake of another name that leads nowhere.
     */
    private void store(Map<String, String> config) {
        RequiredActionProviderModel stored = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        RequiredActionProviderModel update = new RequiredActionProviderModel();
        update.setId(stored.getId());
        update.setAlias(stored.getAlias());
        update.setName(stored.getName());
        update.setProviderId(stored.getProviderId());
        update.setEnabled(stored.isEnabled());
        update.setDefaultAction(stored.isDefaultAction());
        update.setPriority(stored.getPriority());
        update.setConfig(config);
        realm.updateRequiredActionProvider(update);
    }

    private List<String> names(Setting list) {
        return StoredList.split(config().get(list.key()));
    }

    private Map<String, String> config() {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        Map<String, String> config = guard == null ? null : guard.getConfig();
        return config == null ? Map.of() : config;
    }
}
