package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.exemption.Exemptions;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;

/** The roles in a list of the policy, and their holders. */
final class RoleHolders {

    /** Most holders that are counted, and most groups that are searched for them. */
    private static final int HOLDERS = 50;

    private static final int GROUPS = 20;

    private static final int ROLES_OF_A_CLIENT = 50;

    private final RealmFacts facts;

    RoleHolders(RealmFacts facts) {
        this.facts = facts;
    }

    /** What a name refers to: what it meant when it was saved, or else what it means now, if that is unambiguous. */
    Optional<RoleTarget> target(String name) {
        String saved = facts.settings().saved().roleIds().get(name);
        if (saved != null) {
            return RoleTarget.stored(facts.realm(), saved)
                    .filter(target -> target.name().equals(name));
        }
        List<RoleTarget> targets = RoleTarget.named(facts.realm(), name);
        return targets.size() == 1 ? Optional.of(targets.get(0)) : Optional.empty();
    }

    /** The roles that a name refers to: one, or those of a client, fifty at most. */
    List<RoleModel> roles(String name) {
        return target(name).stream().flatMap(this::roles).toList();
    }

    private Stream<RoleModel> roles(RoleTarget target) {
        if (!target.ofWholeClient()) {
            return Stream.ofNullable(facts.realm().getRoleById(target.id()));
        }
        return Stream.ofNullable(facts.realm().getClientById(target.id()))
                .flatMap(client -> client.getRolesStream(0, ROLES_OF_A_CLIENT));
    }

    /** How many users have a role, directly or through a group: exact below fifty. */
    int holders(RoleModel role) {
        return Math.min(ids(role).size(), HOLDERS);
    }

    /** How many of them have no exemption on record, exact below fifty holders; none if the role has one. */
    int holdersWithoutRecord(RoleModel role) {
        Exemptions exemptions = facts.exemptions();
        if (exemptions.ofRoles().stream()
                .anyMatch(exemption -> exemption.target().equals(role.getId()))) {
            return 0;
        }
        Set<String> ids = ids(role);
        return ids.size() >= HOLDERS
                ? HOLDERS
                : ids.size() - exemptions.ofUsers(ids).size();
    }

    private Set<String> ids(RoleModel role) {
        KeycloakSession session = facts.session();
        Set<String> ids = new HashSet<>();
        session.users().getRoleMembersStream(facts.realm(), role, 0, HOLDERS).forEach(user -> ids.add(user.getId()));
        List<GroupModel> groups = session.groups()
                .getGroupsByRoleStream(facts.realm(), role, 0, GROUPS)
                .toList();
        for (GroupModel group : groups) {
            if (ids.size() < HOLDERS) {
                session.users()
                        .getGroupMembersStream(facts.realm(), group, 0, HOLDERS)
                        .forEach(user -> ids.add(user.getId()));
            }
        }
        return ids;
    }

    /** The number as text. */
    static String users(int holders) {
        return switch (holders) {
            case 1 -> "One user holds";
            case HOLDERS -> HOLDERS + " users or more hold";
            default -> holders + " users hold";
        };
    }

    static Subject subject(RoleModel role) {
        return new Subject("role", role.getId(), RoleTarget.of(role).name());
    }
}
