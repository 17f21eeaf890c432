package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.HeldAdminRoles;
import io.github.keycloaktwofactor.role.RoleNames;
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

/** The policy of a realm, from the config of the guard, and what it requires of a user. */
public final class TwoFactorPolicy {

    /** Provider id and alias of the guard, the required action whose config is the policy. */
    public static final String ACTION_ID = "two-factor-policy";

    /** Provider id and alias of the set-up page, a required action. */
    public static final String SET_UP_ID = "two-factor-setup";

    private static final LogOnce LOG = new LogOnce(Logger.getLogger(TwoFactorPolicy.class));

    private TwoFactorPolicy() {}

    /**
     * The policy of the realm, if it is on: the guard is registered and enabled. Settings that were not saved have
     * their defaults. Reads only the realm cache, so it may be called often.
     */
    public static Optional<PolicySettings> of(RealmModel realm) {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(ACTION_ID);
        if (guard == null || !isEnabled(guard)) {
            PolicyStates.seen(realm, state(realm, guard), 0, null);
            return Optional.empty();
        }
        SettingsCache read = read(realm, guard);
        PolicySettings settings = read.settings();
        boolean changed = PolicyStates.seen(realm, read.state(), read.hash(), settings);
        settings.problems().forEach(problem -> LOG.warn(realm, problem));
        if (changed) {
            warnOfFaults(realm, settings);
        }
        return Optional.of(settings);
    }

    /** Whether the policy is on in the realm, and if not, why. */
    public static PolicyState state(RealmModel realm) {
        return state(realm, realm.getRequiredActionProviderByAlias(ACTION_ID));
    }

    /** Whether the policy is on in the realm, whatever its settings. */
    public static boolean isOn(RealmModel realm) {
        RequiredActionProviderModel guard = realm.getRequiredActionProviderByAlias(ACTION_ID);
        return guard != null && isEnabled(guard);
    }

    private static PolicyState state(RealmModel realm, @Nullable RequiredActionProviderModel guard) {
        if (guard == null) {
            return PolicyState.NOT_REGISTERED;
        }
        return isEnabled(guard) ? read(realm, guard).state() : PolicyState.DISABLED;
    }

    private static boolean isEnabled(RequiredActionProviderModel guard) {
        return guard.isEnabled() && ACTION_ID.equals(guard.getProviderId());
    }

    private static SettingsCache read(RealmModel realm, RequiredActionProviderModel guard) {
        return SettingsCache.of(realm.getId(), guard.getConfig() == null ? Map.of() : guard.getConfig());
    }

    /** Whether the policy is on and users can be sent to our set-up page. */
    public static boolean setsUp(RealmModel realm) {
        RequiredActionProviderModel setUp = realm.getRequiredActionProviderByAlias(SET_UP_ID);
        return setUp != null && setUp.isEnabled() && of(realm).isPresent();
    }

    /** What the policy requires of the user now. */
    public static Obligation obligation(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return new UserObligation(session, realm, user, settings).obligation();
    }

    /** Every admin role that the user has, including those that the policy defines as such. */
    public static List<RoleModel> adminRoles(RealmModel realm, UserModel user, PolicySettings settings) {
        return HeldAdminRoles.of(
                realm, user, settings.adminRoles(), settings.saved().roleIds());
    }

    /** The role and those that it contains, as far as they are admin roles. */
    public static List<RoleModel> adminRoles(RealmModel realm, RoleModel role, PolicySettings settings) {
        return HeldAdminRoles.of(
                realm, role, settings.adminRoles(), settings.saved().roleIds());
    }

    /**
     * Whether a browser of the user may be trusted now. A name in {@code trustedDeviceExcludedRoles} or, if that is
     * empty, in {@code adminRoles} that refers to no role, or to several, excludes everyone.
     */
    public static boolean trustsDevices(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        if (settings.devices().trust() == DeviceTrust.OFF) {
            return false;
        }
        RoleNames excluded = new NamedRoles(realm, settings).excludedFromTrust();
        UserRoles roles = new UserRoles(user);
        return excluded.faults().isEmpty()
                && !roles.haveOneOf(excluded)
                && !(settings.devices().excludedRoles().isEmpty()
                        && new FineGrainedAdmins(session, realm, user, roles).includeUser());
    }

    /** Now, and not only at the sign-in of a user whom the names concern. */
    private static void warnOfFaults(RealmModel realm, PolicySettings settings) {
        NamedRoles named = new NamedRoles(realm, settings);
        named.exempting();
        named.required();
        if (settings.requireAdmins()) {
            named.admins();
        }
        if (settings.devices().trust() != DeviceTrust.OFF) {
            named.excludedFromTrust();
        }
        if (settings.existingSessions() == ExistingSessions.UNTIL_THEY_END
                && settings.requiresAnybody()
                && !settings.reportsOnly()
                && settings.saved().requiredSince() == null) {
            LOG.warn(
                    realm,
                    "existingSessions has no effect until the settings are saved: nothing says since when"
                            + " two-factor is required");
        }
    }
}
