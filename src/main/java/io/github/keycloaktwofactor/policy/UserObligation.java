package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.exemption.Exemption;
import io.github.keycloaktwofactor.exemption.Exemptions;
import io.github.keycloaktwofactor.exemption.RecordsInForce;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.role.RolePath;
import io.github.keycloaktwofactor.role.RoleTarget;
import io.github.keycloaktwofactor.role.UserRoles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What the policy requires of one user now, and why. An exempting role wins, unless it comes by a composite role of a
 * client. A name in {@code requiredRoles} or {@code adminRoles} that refers to no role, or to several, requires
 * two-factor of everyone who is not exempt; one in {@code exemptRoles} exempts nobody. Exemptions on record are read
 * last, and only for users of whom two-factor would otherwise be required. The user's roles are expanded at most once,
 * and only if needed.
 */
public final class UserObligation {

    private static final LogOnce LOG = new LogOnce(Logger.getLogger(TwoFactorPolicy.class));

    /** Reasons for which two-factor is required, in the order in which they are checked: the cheapest first. */
    private enum Ground {
        EVERYONE,
        ADMIN_ROLE,
        ADMIN_PERMISSION,
        REQUIRED_ROLE
    }

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final PolicySettings settings;
    private final NamedRoles named;
    private final UserRoles roles;
    private final RecordsInForce records;

    /** The exemption on record, or none; null until it is read. */
    private @Nullable List<Exemption> onRecord;

    public UserObligation(KeycloakSession session, RealmModel realm, UserModel user, PolicySettings settings) {
        this(session, realm, user, settings, Exemptions.of(session, realm));
    }

    /** @param records where exemptions on record are found */
    UserObligation(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PolicySettings settings,
            RecordsInForce records) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.settings = settings;
        this.named = new NamedRoles(realm, settings);
        this.roles = new UserRoles(user);
        this.records = records;
    }

    /** What the policy requires. */
    public Obligation obligation() {
        if (user.getServiceAccountClientLink() != null || !settings.requiresAnybody()) {
            return Obligation.NOT_REQUIRED;
        }
        boolean exemptByRole = isExemptByRole();
        boolean isNamed = !exemptByRole && grounds().findAny().isPresent();
        return Obligation.of(exemptByRole, isNamed, isNamed && onRecord().isPresent(), settings.reportsOnly());
    }

    /** The exemption on record without which two-factor would be required; empty also if a role exempts. */
    public Optional<Exemption> exemption() {
        return obligation() == Obligation.EXEMPT && !isExemptByRole() ? onRecord() : Optional.empty();
    }

    /** Every reason, in English, for administrators; empty if nothing is required of the user. */
    public List<String> because() {
        return switch (obligation()) {
            case REQUIRED, REPORTED -> grounds().flatMap(this::texts).distinct().toList();
            case EXEMPT ->
                exemption()
                        .map(onRecord -> List.of(onRecord.because(way(onRecord))))
                        .orElseGet(() -> texts("exempt by ", roles.pathsWithoutClients(named.exempting()))
                                .toList());
            case NOT_REQUIRED -> List.of();
        };
    }

    private Optional<Exemption> onRecord() {
        List<Exemption> known = onRecord;
        if (known == null) {
            known = records.lasting(user.getId(), roles.idsWithoutClients()).stream()
                    .toList();
            onRecord = known;
        }
        return known.stream().findFirst();
    }

    private String way(Exemption onRecord) {
        return onRecord.kind() == Exemption.Kind.USER
                ? ""
                : roles.pathWithoutClients(onRecord.target())
                        .map(RolePath::text)
                        .orElse("");
    }

    private boolean isExemptByRole() {
        RoleNames exempting = named.exempting();
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

    private Stream<Ground> grounds() {
        return Arrays.stream(Ground.values()).filter(this::holds);
    }

    private boolean holds(Ground ground) {
        return switch (ground) {
            case EVERYONE -> settings.requireEveryone();
            case ADMIN_ROLE -> settings.requireAdmins() && concern(named.admins());
            case ADMIN_PERMISSION ->
                settings.requireAdmins() && new FineGrainedAdmins(session, realm, user, roles).includeUser();
            case REQUIRED_ROLE -> concern(named.required());
        };
    }

    private boolean concern(RoleNames names) {
        return NamedRoles.requireEveryone(names) || roles.haveOneOf(names);
    }

    private Stream<String> texts(Ground ground) {
        return switch (ground) {
            case EVERYONE -> Stream.of("everyone");
            case ADMIN_ROLE -> texts(Setting.ADMIN_ROLES, "administrator by ", named.admins());
            case ADMIN_PERMISSION -> Stream.of("administrator by fine-grained permissions");
            case REQUIRED_ROLE -> texts(Setting.REQUIRED_ROLES, "", named.required());
        };
    }

    private Stream<String> texts(Setting setting, String prefix, RoleNames names) {
        return Stream.concat(NamedRoles.faults(setting.key(), names), texts(prefix, roles.paths(names)));
    }

    private static Stream<String> texts(String prefix, List<RolePath> paths) {
        return paths.stream().map(path -> prefix + path.text());
    }
}
