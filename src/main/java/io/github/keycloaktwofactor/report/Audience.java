package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.RequirementTerms;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.store.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Which users a policy requires two-factor of, for all users of a realm at once: the same as {@link RequirementTerms}
 * for a single user, with roles and groups resolved to direct assignments.
 */
final class Audience {

    private final RequirementTerms terms;
    private final RoleGraph graph;
    private final List<RequirementTerms.Term> requiring;
    private final RoleNames exempting;
    private final List<String> reasonsForEveryone;
    private final Holders required;
    private final Holders exempt;
    private final Holders admins;
    private final Sql permittedAdmins;
    private final Map<String, List<String>> reasons = new HashMap<>();
    private final Map<String, List<String>> exemptions = new HashMap<>();

    Audience(KeycloakSession session, RealmModel realm, RequirementTerms terms, RoleGraph graph) {
        this.terms = terms;
        this.graph = graph;
        this.requiring = terms.requiring().toList();
        this.exempting = terms.exempting();
        this.reasonsForEveryone = reasonsForEveryone(terms, requiring);
        this.required = requiring.stream()
                .map(term -> graph.holders(role -> matches(term.names(), role)))
                .reduce(Holders.NOBODY, Holders::or);
        this.exempt =
                terms.requireAnybody() ? graph.holdersWithoutClients(role -> matches(exempting, role)) : Holders.NOBODY;
        RoleNames adminNames = terms.admins();
        this.admins = graph.holders(role -> matches(adminNames, role));
        this.permittedAdmins = FineGrainedAdmins.of(session, realm, new UserConditions(graph));
    }

    static boolean matches(RoleNames names, RoleGraph.Role role) {
        return names.matches(role.id(), role.client(), role.clientId());
    }

    private static List<String> reasonsForEveryone(RequirementTerms terms, List<RequirementTerms.Term> requiring) {
        List<String> all = new ArrayList<>();
        if (terms.requireEveryone()) {
            all.add("everyone");
        }
        requiring.stream().flatMap(RequirementTerms.Term::reasonsForEveryone).forEach(all::add);
        return all;
    }

    /** The assignments that make two-factor required. */
    Holders required() {
        return required;
    }

    /** The assignments that exempt a user. */
    Holders exempt() {
        return exempt;
    }

    /** The assignments that make a user an administrator. */
    Holders admins() {
        return admins;
    }

    /** Condition on users {@code u}: administrators by fine-grained permissions. */
    Sql permittedAdmins() {
        return permittedAdmins;
    }

    /** The same, if the policy requires two-factor of them. */
    Sql requiredByPermission() {
        return terms.requireAdmins() ? permittedAdmins : Sql.FALSE;
    }

    /** Whether all users are required who are not exempt. */
    boolean requiresEveryone() {
        return !reasonsForEveryone.isEmpty();
    }

    /**
     * What the policy requires of a user.
     *
     * @param elsewhere whether the user's roles may be stored outside Keycloak's database
     * @param exempted whether the user has one of {@link #exempt()}
     * @param named whether the user has one of {@link #required()}, or is required because of a permission
     * @return empty if unknown
     */
    Optional<Obligation> obligation(boolean elsewhere, boolean exempted, boolean named) {
        if (!terms.requireAnybody()) {
            return Optional.of(Obligation.NOT_REQUIRED);
        }
        if (elsewhere) {
            return obligationElsewhere();
        }
        return Optional.of(Obligation.of(exempted, requiresEveryone() || named, terms.reportOnly()));
    }

    /** What it requires of every user whose roles may be stored elsewhere; empty if that depends on the roles. */
    Optional<Obligation> obligationElsewhere() {
        if (!terms.requireAnybody()) {
            return Optional.of(Obligation.NOT_REQUIRED);
        }
        return requiresEveryone() && exempting.matchesNothing()
                ? Optional.of(Obligation.of(false, true, terms.reportOnly()))
                : Optional.empty();
    }

    /**
     * The reasons, as text.
     *
     * @param given the user's direct roles and groups that lead to one that matters
     */
    List<String> because(Optional<Obligation> obligation, Collection<String> given, boolean permitted, String source) {
        if (obligation.isEmpty()) {
            return List.of("unknown, because roles of users from %s may be kept there".formatted(source));
        }
        return switch (obligation.get()) {
            case NOT_REQUIRED -> List.of();
            case EXEMPT ->
                given.stream()
                        .flatMap(id -> exemptions.computeIfAbsent(id, this::exemptions).stream())
                        .distinct()
                        .toList();
            case REQUIRED, REPORTED -> {
                List<String> all = new ArrayList<>(reasonsForEveryone);
                given.stream()
                        .flatMap(id -> reasons.computeIfAbsent(id, this::reasons).stream())
                        .distinct()
                        .forEach(all::add);
                if (permitted) {
                    all.add("administrator by fine-grained permissions");
                }
                yield all;
            }
        };
    }

    private List<String> reasons(String given) {
        return requiring.stream()
                .flatMap(term -> graph
                        .way(given, role -> matches(term.names(), role), true)
                        .map(way -> term.ofAdmins() ? "administrator by " + way : way)
                        .stream())
                .toList();
    }

    private List<String> exemptions(String given) {
        return graph.way(given, role -> matches(exempting, role), false)
                .map(way -> List.of("exempt by " + way))
                .orElse(List.of());
    }
}
