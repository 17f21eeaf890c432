package io.github.keycloaktwofactor.policy;

import io.github.keycloaktwofactor.role.RoleNames;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * Of whom settings require two-factor, with their role names resolved in the realm now. Evaluated for one user at a
 * sign-in, and for all users of a realm in the report, so that both agree.
 */
public final class RequirementTerms {

    private final NamedRoles named;
    private final PolicySettings settings;

    public RequirementTerms(RealmModel realm, PolicySettings settings) {
        this.named = new NamedRoles(realm, settings);
        this.settings = settings;
    }

    /** Whether anyone can be required; otherwise nobody is exempt either. */
    public boolean requireAnybody() {
        return settings.requiresAnybody();
    }

    /** Whether the realm only reports what is required. */
    public boolean reportOnly() {
        return settings.reportsOnly();
    }

    /** Whether {@code requireEveryone} is on. */
    public boolean requireEveryone() {
        return settings.requireEveryone();
    }

    /** Whether administrators are required, including those by fine-grained permissions. */
    public boolean requireAdmins() {
        return settings.requireAdmins();
    }

    /**
     * The roles that exempt, unless they come by a composite role of a client. A name that does not resolve exempts
     * nobody.
     */
    public RoleNames exempting() {
        return named.exempting();
    }

    /** The lists of roles that require two-factor, each resolved on first use. */
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
     * @param key the setting that names them
     * @param ofAdmins whether these are the roles of administrators
     * @param names the resolved names
     */
    public record Term(String key, boolean ofAdmins, RoleNames names) {

        /** A name that refers to no role, or to several, requires two-factor of everyone who is not exempt. */
        public boolean everyone() {
            return NamedRoles.requireEveryone(names);
        }

        /** Why it does, name by name. */
        public Stream<String> reasonsForEveryone() {
            return NamedRoles.faults(key, names);
        }
    }
}
