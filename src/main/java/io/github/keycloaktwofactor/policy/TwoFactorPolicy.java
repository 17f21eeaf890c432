package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.policy.PolicySettings.DeviceTrust;
import io.github.keycloaktwofactor.policy.PolicySettings.ExistingSessions;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
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
     * who is not exempt; one in {@code exemptRoles} exempts nobody.
     */
    public static Obligation obligation(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return new Obligations(session, realm, user, settings).obligation();
    }

    /** In English, all that makes the obligation what it is, with the way to each role; nothing where nothing is required. */
    public static List<String> because(
            KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        return new Obligations(session, realm, user, settings).because();
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
        RoleNames excluded = new NamedRoles(realm, settings).excludedFromTrust();
        UserRoles roles = new UserRoles(user);
        return excluded.faults().isEmpty()
                && !roles.haveOneOf(excluded)
                && !(settings.devices().excludedRoles().isEmpty()
                        && new FineGrainedAdmins(session, realm, user, roles).includeUser());
    }

    /** Now, and not only when somebody signs in whom the names concern. */
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
                && settings.saved().requiredSince() == null) {
            LOG.warn(
                    realm,
                    "existingSessions has no effect until the settings are saved: nothing says since when"
                            + " two-factor is required");
        }
    }

    /** Right after a save Keycloak holds declared keys without a value, which it does not store. */
    private static boolean isSaved(@Nullable Map<String, String> config) {
        return config != null
                && config.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() != null && !SavedMeaning.isKey(entry.getKey()));
    }
}
