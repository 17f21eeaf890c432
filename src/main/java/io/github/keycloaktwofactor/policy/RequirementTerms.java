package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleNames;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * Of whom settings require two-factor, with the roles that their names lead to in the realm now. One user is held against it
 * at a sign-in, and all users of a realm in the report, so that both say the same.
 */
public final class RequirementTerms {

    private final NamedRoles named;
    private final PolicySettings settings;

    public RequirementTerms(RealmModel realm, PolicySettings settings) {
        this.named = new NamedRoles(realm, settings);
        this.settings = settings;
    }

    /** Whether anybody at all can be required; nobody is exempt otherwise. */
    public boolean requireAnybody() {
        return settings.requiresAnybody();
    }

    /** Whether everyone is required who is not exempt, by the setting that says so. */
    public boolean requireEveryone() {
        return settings.requireEveryone();
    }

    /** Whether administrators are, those by fine-grained permissions among them. */
    public boolean requireAdmins() {
        return settings.requireAdmins();
    }

    /** The roles that exempt, unless they come by a composite role of a client. A name that leads nowhere exempts nobody. */
    public RoleNames exempting() {
        return named.exempting();
    }

    /** The lists of roles that require two-factor, each resolved only when it is looked at. */
    public Stream<Term> requiring() {
        Stream<Supplier<Term>> terms = Stream.of(
                () -> new Term(Setting.ADMIN_ROLES.key(), true, named.admins()),
                () -> new Term(Setting.REQUIRED_ROLES.key(), false, named.required()));
        return terms.skip(settings.requireAdmins() ? 0 : 1).map(Supplier::get);
    }

    /** The roles of administrators, whether they are required or not. */
    public RoleNames admins() {
        return named.admins();
    }

    /**
     * Roles that require two-factor.
     *
     * @param key of the setting that names them
     * @param ofAdmins whether these are the roles of administrators
     * @param names what they lead to
     */
    public record Term(String key, boolean ofAdmins, RoleNames names) {

        /** A name that leads to no role, or to several, requires two-factor of everyone who is not exempt. */
        public boolean everyone() {
            return NamedRoles.requireEveryone(names);
        }

        /** Why it does, name by name. */
        public Stream<String> reasonsForEveryone() {
            return NamedRoles.faults(key, names);
        }
    }
}
