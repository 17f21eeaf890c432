package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleTarget;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * The names in the stored config of a realm's guard and their recorded meaning, whether the guard is enabled or not.
 */
final class GuardConfig {

    private static final Logger LOG = Logger.getLogger(TwoFactorPolicy.class);

    static final List<Setting> ROLE_LISTS = List.of(
            Setting.ADMIN_ROLES, Setting.REQUIRED_ROLES, Setting.EXEMPT_ROLES, Setting.TRUSTED_DEVICE_EXCLUDED_ROLES);

    private final RealmModel realm;
    private final @Nullable Map<String, String> unsaved;

    GuardConfig(RealmModel realm) {
        this.realm = realm;
        this.unsaved = null;
    }

    /** A config that is not stored, treated as if it were. */
    GuardConfig(RealmModel realm, Map<String, String> unsaved) {
        this.realm = realm;
        this.unsaved = Map.copyOf(unsaved);
    }

    /** Names that mean the role or client, by their recorded meaning or by their spelling. */
    List<String> namesOf(RoleTarget target) {
        Map<String, String> ids = ids();
        return ROLE_LISTS.stream()
                .flatMap(list -> names(list).stream())
                .filter(name -> name.equals(target.name()) || target.stored().equals(ids.get(name)))
                .distinct()
                .toList();
    }

    /** Whether exactly this value is stored. */
    boolean has(String key, @Nullable String value) {
        return Objects.equals(value, config().get(key));
    }

    /** The stored settings. */
    PolicySettings settings() {
        Map<String, String> stored = new HashMap<>(config());
        stored.values().removeIf(Objects::isNull);
        return PolicySettings.from(stored);
    }

    /** What the names meant when they were saved. */
    Map<String, String> ids() {
        return SavedMeaning.from(config()).roleIds();
    }

    /** The same without entries that the realm no longer has, or has under another name. */
    Map<String, String> validIds() {
        Map<String, String> ids = new HashMap<>(ids());
        ids.entrySet()
                .removeIf(entry -> RoleTarget.stored(realm, entry.getValue())
                        .filter(target -> target.name().equals(entry.getKey()))
                        .isEmpty());
        return ids;
    }

    /**
     * Changes names in all lists, with their recorded meaning, and stores them if any has changed.
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
            Map<String, String> ids = new HashMap<>();
            ids().forEach((name, id) -> ids.put(change.apply(name), id));
            ids.keySet().removeIf(name -> name.endsWith(RoleTarget.DELETED));
            put(rewritten, SavedMeaning.ROLE_IDS, ids);
            store(rewritten);
        }
        return changed;
    }

    /**
     * Records what the names mean now, unless already recorded, and the fingerprints of trusted providers. Removes
     * unknown settings.
     */
    void noteMeaning(KeycloakSession session, SavedTimes times) {
        Map<String, String> config = withMeaning(session, times);
        if (!config.equals(config())) {
            store(config);
        }
    }

    /** The settings as they will be read once their meaning is recorded. */
    PolicySettings withMeaningNoted(KeycloakSession session, SavedTimes times) {
        return PolicySettings.from(withMeaning(session, times));
    }

    private Map<String, String> withMeaning(KeycloakSession session, SavedTimes times) {
        Map<String, String> config = new HashMap<>(config());
        config.values().removeIf(Objects::isNull);
        removeUnknown(config);
        put(config, SavedMeaning.REQUIRED_SINCE, times.required());
        put(config, SavedMeaning.REPORT_ONLY_SINCE, times.reportOnly());
        put(config, SavedMeaning.ROLE_IDS, meant());
        put(config, SavedMeaning.PROVIDER_FINGERPRINTS, fingerprints(session));
        return config;
    }

    private void removeUnknown(Map<String, String> config) {
        for (UnknownSetting unknown : new SettingsReader(config).unknown()) {
            config.remove(unknown.key());
            LOG.warnf("Two-factor policy of realm '%s': %s, and was now removed", realm.getName(), unknown.ignored());
        }
    }

    private Map<String, String> meant() {
        Map<String, String> valid = validIds();
        Map<String, String> meant = new HashMap<>();
        ROLE_LISTS.stream().flatMap(list -> names(list).stream()).forEach(name -> {
            List<RoleTarget> targets = RoleTarget.named(realm, name);
            if (valid.containsKey(name)) {
                meant.put(name, valid.get(name));
            } else if (targets.size() == 1) {
                meant.put(name, targets.get(0).stored());
            }
        });
        return meant;
    }

    private Map<String, String> fingerprints(KeycloakSession session) {
        Map<String, String> before = SavedMeaning.from(config()).providerFingerprints();
        Map<String, String> now = new HashMap<>();
        for (String alias : names(Setting.TRUSTED_IDENTITY_PROVIDERS)) {
            IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
            if (provider != null) {
                now.put(alias, ProviderFingerprint.of(session, realm, provider));
            }
        }
        now.forEach((alias, fingerprint) -> {
            if (before.containsKey(alias) && !fingerprint.equals(before.get(alias))) {
                LOG.warnf(
                        "Two-factor policy of realm '%s': the identity provider %s has changed since the settings were last saved; as it is now, it is trusted",
                        realm.getName(), SettingProblem.quote(alias));
            }
        });
        return now;
    }

    private static void put(Map<String, String> config, String key, @Nullable Instant time) {
        if (time == null) {
            config.remove(key);
        } else {
            config.put(key, Long.toString(time.getEpochSecond()));
        }
    }

    private static void put(Map<String, String> config, String key, Map<String, String> map) {
        if (map.isEmpty()) {
            config.remove(key);
        } else {
            config.put(key, StoredMap.write(map));
        }
    }

    /**
     * Not through {@code updateRequiredActionConfig}: that validates, and would refuse the name of a deleted role, or
     * the whole change because of another name that does not resolve.
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
        if (unsaved != null) {
            return unsaved;
        }
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(TwoFactorPolicy.ACTION_ID);
        Map<String, String> config = guard == null ? null : guard.getConfig();
        return config == null ? Map.of() : config;
    }
}
