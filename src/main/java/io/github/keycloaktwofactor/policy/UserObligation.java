package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.role.RolePath;
import io.github.keycloaktwofactor.role.UserRoles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What the policy asks of one user now, and why. An exempting role wins, unless it comes by a composite role of a client. A
 * name in {@code requiredRoles} or {@code adminRoles} that leads to no role, or to several, requires two-factor of everyone
 * who is not exempt; one in {@code exemptRoles} exempts nobody.
 */
public final class UserObligation {

    private static final String EVERYONE = "everyone";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;
    private final UserRoles roles;

    public UserObligation(KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.settings = settings;
        this.roles = new UserRoles(user);
    }

    /** What the policy asks. The user's roles are expanded at most once, and only if the answer needs it. */
    public Obligation obligation() {
        if (isNobodys()) {
            return Obligation.NOT_REQUIRED;
        }
        if (TwoFactorPolicy.isExempt(realm, roles, TwoFactorPolicy.exempting(realm, settings))) {
            return Obligation.EXEMPT;
        }
        boolean required = settings.requireEveryone()
                || (settings.requireAdmins() && isAdmin())
                || isRequired(Setting.REQUIRED_ROLES, required());
        return required ? Obligation.REQUIRED : Obligation.NOT_REQUIRED;
    }

    /** Every reason for it, for administrators; empty where nothing is required of the user. */
    public List<String> because() {
        return switch (obligation()) {
            case NOT_REQUIRED -> List.of();
            case EXEMPT ->
                texts("exempt by ", roles.pathsWithoutClients(TwoFactorPolicy.exempting(realm, settings)))
                        .toList();
            case REQUIRED -> reasons();
        };
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (settings.requireEveryone()) {
            reasons.add(EVERYONE);
        }
        if (settings.requireAdmins()) {
            addReasons(Setting.ADMIN_ROLES, "administrator by ", admins(), reasons);
            if (permitted()) {
                reasons.add("administrator by fine-grained permissions");
            }
        }
        addReasons(Setting.REQUIRED_ROLES, "", required(), reasons);
        return reasons;
    }

    private void addReasons(Setting setting, String prefix, RoleNames names, List<String> reasons) {
        names.faults()
                .forEach((name, fault) -> reasons.add("everyone, as %s names %s, which %s"
                        .formatted(setting.key(), SettingProblem.quote(name), fault.text())));
        texts(prefix, roles.paths(names)).forEach(reasons::add);
    }

    private static Stream<String> texts(String prefix, List<RolePath> paths) {
        return paths.stream().map(path -> prefix + path.text());
    }

    private boolean isNobodys() {
        return user.getServiceAccountClientLink() != null || !settings.requiresAnybody();
    }

    private boolean isAdmin() {
        return isRequired(Setting.ADMIN_ROLES, admins()) || permitted();
    }

    private boolean permitted() {
        return new FineGrainedAdmins(session, realm, user, roles).includeUser();
    }

    private boolean isRequired(Setting setting, RoleNames names) {
        TwoFactorPolicy.warnOfFaults(realm, setting, names);
        return !names.faults().isEmpty() || roles.haveOneOf(names);
    }

    private RoleNames admins() {
        return TwoFactorPolicy.admins(realm, settings);
    }

    private RoleNames required() {
        return TwoFactorPolicy.named(realm, settings, settings.requiredRoles());
    }
}
