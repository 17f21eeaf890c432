package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.HeldAdminRoles;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.role.RoleTarget;
import io.github.keycloaktwofactor.role.UserRoles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel;
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

    /** What the policy asks of the user now. */
    public static Obligation obligation(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return new UserObligation(session, realm, user, settings).obligation();
    }

    /** Every administrative role that the user has, those that the policy calls so among them. */
    public static List<RoleModel> adminRoles(RealmModel realm, UserModel user, PolicySettings settings) {
        return HeldAdminRoles.of(
                realm, user, settings.adminRoles(), settings.saved().roleIds());
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
        RoleNames excluded = named.isEmpty() ? admins(realm, settings) : named(realm, settings, named);
        warnOfFaults(realm, setting, excluded, "no device is trusted");
        return excluded;
    }

    /** Now, and not only when somebody signs in whom the names concern. */
    private static void warnOfFaults(RealmModel realm, PolicySettings settings) {
        exempting(realm, settings);
        warnOfFaults(realm, Setting.REQUIRED_ROLES, named(realm, settings, settings.requiredRoles()));
        if (settings.requireAdmins()) {
            warnOfFaults(realm, Setting.ADMIN_ROLES, admins(realm, settings));
        }
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

    static RoleNames exempting(RealmModel realm, PolicySettings settings) {
        RoleNames names = named(realm, settings, settings.exemptRoles());
        warnOfFaults(realm, Setting.EXEMPT_ROLES, names, "it exempts nobody");
        return names;
    }

    static RoleNames admins(RealmModel realm, PolicySettings settings) {
        return RoleNames.admins(realm, settings.adminRoles(), settings.saved().roleIds());
    }

    static RoleNames named(RealmModel realm, PolicySettings settings, List<String> names) {
        return RoleNames.resolve(realm, names, settings.saved().roleIds());
    }

    static boolean isExempt(RealmModel realm, UserRoles roles, RoleNames exempting) {
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

    static void warnOfFaults(RealmModel realm, Setting setting, RoleNames names) {
        warnOfFaults(realm, setting, names, "two-factor is required of everyone who is not exempt");
    }

    private static void warnOfFaults(RealmModel realm, Setting setting, RoleNames names, String effect) {
        names.faults()
                .forEach((name, fault) -> LOG.warn(
                        realm,
                        "%s names %s, which %s: %s %s"
                                .formatted(
                                        setting.key(),
                                        SettingProblem.quote(name),
                                        fault.text(),
                                        effect,
                                        fault.until())));
    }

    /** Right after a save Keycloak holds declared keys without a value, which it does not store. */
    private static boolean isSaved(@Nullable Map<String, String> config) {
        return config != null
                && config.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() != null && !SavedMeaning.isKey(entry.getKey()));
    }
}
