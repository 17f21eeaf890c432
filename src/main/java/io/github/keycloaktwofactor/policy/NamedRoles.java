package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleNames;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;

/** The roles that the settings name, resolved now. A name that refers to no role, or to several, is logged. */
final class NamedRoles {

    private static final LogOnce LOG = new LogOnce(Logger.getLogger(TwoFactorPolicy.class));

    private static final String REQUIRES_ALL = "two-factor is required of everyone who is not exempt";

    private final RealmModel realm;
    private final PolicySettings settings;

    NamedRoles(RealmModel realm, PolicySettings settings) {
        this.realm = realm;
        this.settings = settings;
    }

    RoleNames exempting() {
        return warned(Setting.EXEMPT_ROLES, named(settings.exemptRoles()), "it exempts nobody");
    }

    RoleNames required() {
        return warned(Setting.REQUIRED_ROLES, named(settings.requiredRoles()), REQUIRES_ALL);
    }

    RoleNames admins() {
        return warned(Setting.ADMIN_ROLES, namedAdmins(), REQUIRES_ALL);
    }

    /** Roles whose users are never trusted on a device: if none are named, the admin roles. */
    RoleNames excludedFromTrust() {
        List<String> named = settings.devices().excludedRoles();
        return named.isEmpty()
                ? warned(Setting.ADMIN_ROLES, namedAdmins(), "no device is trusted")
                : warned(Setting.TRUSTED_DEVICE_EXCLUDED_ROLES, named(named), "no device is trusted");
    }

    /** Whether a name refers to no role, or to several: then two-factor is required of everyone who is not exempt. */
    static boolean requireEveryone(RoleNames names) {
        return !names.faults().isEmpty();
    }

    /** Why names that do not resolve require two-factor of everyone. */
    static Stream<String> faults(String setting, RoleNames names) {
        return names.faults().entrySet().stream()
                .map(name -> "everyone, as %s names %s, which %s"
                        .formatted(
                                setting,
                                SettingProblem.quote(name.getKey()),
                                name.getValue().text()));
    }

    private RoleNames namedAdmins() {
        return RoleNames.admins(realm, settings.adminRoles(), settings.saved().roleIds());
    }

    private RoleNames named(List<String> names) {
        return RoleNames.resolve(realm, names, settings.saved().roleIds());
    }

    private RoleNames warned(Setting setting, RoleNames names, String effect) {
        faults(setting, names, effect).forEach(fault -> LOG.warn(realm, fault));
        return names;
    }

    private static Stream<String> faults(Setting setting, RoleNames names, String effect) {
        return names.faults().entrySet().stream()
                .map(name -> "%s names %s, which %s: %s %s"
                        .formatted(
                                setting.key(),
                                SettingProblem.quote(name.getKey()),
                                name.getValue().text(),
                                effect,
                                name.getValue().until()));
    }
}
