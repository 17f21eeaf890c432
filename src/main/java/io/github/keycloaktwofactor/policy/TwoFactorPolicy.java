package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.role.RoleTarget;
import io.github.keycloaktwofactor.role.UserRoles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/** The policy of a realm, as the config of the guard holds it, and what it asks of a user. */
public final class TwoFactorPolicy {

    /** Provider id and alias of the guard, the required action whose config is the policy. */
    public static final String ACTION_ID = "two-factor-policy";

    /** Provider id and alias of the set-up page, a required action. */
    public static final String SET_UP_ID = "two-factor-setup";

    private static final LogOnce LOG = new LogOnce(Logger.getLogger(TwoFactorPolicy.class));

    private TwoFactorPolicy() {}

    /**
     * The policy of the realm, if it is switched on: the guard is registered and enabled. Settings that were not saved have
     * their defaults. Reads only what the realm cache holds, so it may be called as often as it is needed.
     */
    public static Optional<PolicySettings> of(RealmModel realm) {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(ACTION_ID);
        PolicyState state = state(guard);
        if (guard == null || !state.isOn()) {
            PolicyStates.seen(realm, state, 0, false);
            return Optional.empty();
        }
        Map<String, String> config = guard.getConfig() == null ? Map.of() : guard.getConfig();
        PolicySettings settings = ReadSettings.of(realm.getId(), config);
        boolean changed = PolicyStates.seen(realm, state, config.hashCode(), settings.requiresAnybody());
        settings.problems().forEach(problem -> LOG.warn(realm, problem));
        if (changed) {
            warnOfFaults(realm, settings);
        }
        return Optional.of(settings);
    }

    /** Whether the policy is on in the realm, and if not, why. */
    public static PolicyState state(RealmModel realm) {
        return state(realm.getRequiredActionProviderByAlias(ACTION_ID));
    }

    private static PolicyState state(@Nullable RequiredActionProviderModel guard) {
        if (guard == null) {
            return PolicyState.NOT_REGISTERED;
        }
        if (!guard.isEnabled() || !ACTION_ID.equals(guard.getProviderId())) {
            return PolicyState.DISABLED;
        }
        return isSaved(guard.getConfig()) ? PolicyState.ON : PolicyState.DEFAULTS;
    }

    /** Whether the policy is on and people can be sent to our set-up page. */
    public static boolean setsUp(RealmModel realm) {
        RequiredActionProviderModel setUp = realm.getRequiredActionProviderByAlias(SET_UP_ID);
        return setUp != null && setUp.isEnabled() && of(realm).isPresent();
    }

    /**
     * What the policy asks of the user now. An exempting role wins, unless it comes by a composite role of a client. A name
     * in {@code requiredRoles} or {@code adminRoles} that leads to no role, or to several, requires two-factor of everyone
     * who is not exempt; one in {@code exemptRoles} exempts nobody. The user's roles are expanded at most once, and only if
     * the answer needs it.
     */
    public static Obligation obligation(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        if (user.getServiceAccountClientLink() != null || !settings.requiresAnybody()) {
            return Obligation.NOT_REQUIRED;
        }
        UserRoles roles = new UserRoles(user);
        RequirementTerms terms = new RequirementTerms(realm, settings);
        if (isExempt(realm, roles, exempting(realm, terms))) {
            return Obligation.EXEMPT;
        }
        boolean required = terms.requireEveryone()
                || terms.requiring().anyMatch(term -> isMet(realm, roles, term))
                || (terms.requireAdmins() && new FineGrainedAdmins(session, realm, user, roles).includeUser());
        return required ? Obligation.REQUIRED : Obligation.NOT_REQUIRED;
    }

    /**
     * What settings would say that were saved now: the names keep what they meant at the last save, as far as that is still
     * there.
     *
     * @param config as it would be stored, and found valid
     */
    public static PolicySettings asSaved(RealmModel realm, Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        all.put(SavedMeaning.ROLE_IDS, StoredMap.write(new GuardConfig(realm).validIds()));
        return PolicySettings.from(all);
    }

    /**
     * Whether a browser of the user may be remembered now. A name in {@code trustedDeviceExcludedRoles} or, where that is
     * empty, in {@code adminRoles} that leads to no role, or to several, excludes everyone.
     */
    public static boolean trustsDevices(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        if (settings.devices().trust() == DeviceTrust.OFF) {
            return false;
        }
        RoleNames excluded = excludedFromTrust(realm, settings);
        UserRoles roles = new UserRoles(user);
        return excluded.faults().isEmpty()
                && !roles.haveOneOf(excluded)
                && !(settings.devices().excludedRoles().isEmpty()
                        && new FineGrainedAdmins(session, realm, user, roles).includeUser());
    }

    private static RoleNames excludedFromTrust(RealmModel realm, PolicySettings settings) {
        List<String> named = settings.devices().excludedRoles();
        Setting setting = named.isEmpty() ? Setting.ADMIN_ROLES : Setting.TRUSTED_DEVICE_EXCLUDED_ROLES;
        RoleNames excluded = named.isEmpty()
                ? new RequirementTerms(realm, settings).admins()
                : RoleNames.resolve(realm, named, settings.saved().roleIds());
        warnOfFaults(realm, setting.key(), excluded, "no device is trusted");
        return excluded;
    }

    /** Now, and not only when somebody signs in whom the names concern. */
    private static void warnOfFaults(RealmModel realm, PolicySettings settings) {
        RequirementTerms terms = new RequirementTerms(realm, settings);
        exempting(realm, terms);
        terms.requiring().forEach(term -> warnOfFaults(realm, term));
        if (settings.devices().trust() != DeviceTrust.OFF) {
            excludedFromTrust(realm, settings);
        }
        if (settings.existingSessions() == ExistingSessions.UNTIL_THEY_END
                && settings.requiresAnybody()
                && settings.saved().requiredSince() == null) {
            LOG.warn(
                    realm,
                    "existingSessions has no effect until the settings are saved: nothing says since when"
                            + " two-factor is required");
        }
    }

    private static RoleNames exempting(RealmModel realm, RequirementTerms terms) {
        RoleNames names = terms.exempting();
        warnOfFaults(realm, Setting.EXEMPT_ROLES.key(), names, "it exempts nobody");
        return names;
    }

    private static boolean isExempt(RealmModel realm, UserRoles roles, RoleNames exempting) {
        if (roles.haveOneOfWithoutClients(exempting)) {
            return true;
        }
        roles.clientRoleAround(exempting)
                .ifPresent(role -> LOG.warn(
                        realm,
                        "%s has a role that is part of the client role %s: by that role it exempts nobody, because all who may manage clients decide what it is made of"
                                .formatted(
                                        Setting.EXEMPT_ROLES.key(),
                                        SettingProblem.quote(RoleTarget.of(role).name()))));
        return false;
    }

    private static boolean isMet(RealmModel realm, UserRoles roles, RequirementTerms.Term term) {
        warnOfFaults(realm, term);
        return term.everyone() || roles.haveOneOf(term.names());
    }

    private static void warnOfFaults(RealmModel realm, RequirementTerms.Term term) {
        warnOfFaults(realm, term.key(), term.names(), "two-factor is required of everyone who is not exempt");
    }

    private static void warnOfFaults(RealmModel realm, String key, RoleNames names, String effect) {
        names.faults()
                .forEach((name, fault) -> LOG.warn(
                        realm,
                        "%s names %s, which %s: %s %s"
                                .formatted(key, SettingProblem.quote(name), fault.text(), effect, fault.until())));
    }

    /** Right after a save Keycloak holds declared keys without a value, which it does not store. */
    private static boolean isSaved(@Nullable Map<String, String> config) {
        return config != null
                && config.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() != null && !SavedMeaning.isKey(entry.getKey()));
    }
}
