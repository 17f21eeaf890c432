package io.github.keycloaktwofactor.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.keycloaktwofactor.exemption.Exemption;
import io.github.keycloaktwofactor.exemption.Exemption.Kind;
import io.github.keycloaktwofactor.exemption.Exemptions.Named;
import io.github.keycloaktwofactor.role.RoleTarget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * An exemption as the REST API and the admin events have it. Times are epoch milliseconds.
 *
 * @param user who is exempt; null if a role is
 * @param role the role that exempts; null if it is one user
 * @param by who decided it, with the user name of that time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownExemption(
        String id, @Nullable User user, @Nullable Role role, long until, String reason, User by, long at) {

    /** An account; its name is its id if there is no account any more. */
    record User(String id, String username) {}

    /** A role, with its name as in the settings. */
    record Role(String id, String name) {}

    static ShownExemption of(KeycloakSession session, RealmModel realm, Exemption exemption) {
        return of(session, realm, new Named(exemption, Optional.empty()));
    }

    static ShownExemption of(KeycloakSession session, RealmModel realm, Named named) {
        Exemption exemption = named.exemption();
        boolean ofUser = exemption.kind() == Kind.USER;
        return new ShownExemption(
                exemption.id(),
                ofUser ? user(session, realm, named) : null,
                ofUser ? null : role(realm, exemption.target()),
                exemption.until().toEpochMilli(),
                exemption.reason(),
                new User(exemption.by().id(), exemption.by().username()),
                exemption.at().toEpochMilli());
    }

    private static User user(KeycloakSession session, RealmModel realm, Named named) {
        String id = named.exemption().target();
        return new User(
                id,
                named.username()
                        .or(() -> Optional.ofNullable(session.users().getUserById(realm, id))
                                .map(UserModel::getUsername))
                        .orElse(id));
    }

    private static Role role(RealmModel realm, String id) {
        RoleModel role = realm.getRoleById(id);
        return new Role(id, role == null ? id : RoleTarget.of(role).name());
    }
}
