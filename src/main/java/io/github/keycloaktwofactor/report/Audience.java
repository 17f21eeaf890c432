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
 * Of whom a policy requires two-factor, for all users of a realm at once: what {@link RequirementTerms} says of one, with
 * roles and groups followed to what users are given.
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

    /** By what users are required. */
    Holders required() {
        return required;
    }

    /** By what users are exempt. */
    Holders exempt() {
        return exempt;
    }

    /** By what users are administrators. */
    Holders admins() {
        return admins;
    }

    /** Who is an administrator by fine-grained permissions, of users {@code u}. */
    Sql permittedAdmins() {
        return permittedAdmins;
    }

    /** The same, as far as it requires two-factor. */
    Sql requiredByPermission() {
        return terms.requireAdmins() ? permittedAdmins : Sql.FALSE;
    }

    /** Whether everyone is required who is not exempt. */
    boolean requiresEveryone() {
        return !reasonsForEveryone.isEmpty();
    }

    /**
     * What the policy asks of a user.
     *
     * @param elsewhere whether roles of the user may be kept elsewhere
     * @param exempted whether one of {@link #exempt()} is given to the user
     * @param named whether one of {@link #required()} is, or a permission requires it
     * @return empty if it cannot be told
     */
    Optional<Obligation> obligation(boolean elsewhere, boolean exempted, boolean named) {
        if (!terms.requireAnybody()) {
            return Optional.of(Obligation.NOT_REQUIRED);
        }
        if (elsewhere) {
            return obligationElsewhere();
        }
        if (exempted) {
            return Optional.of(Obligation.EXEMPT);
        }
        return Optional.of(requiresEveryone() || named ? Obligation.REQUIRED : Obligation.NOT_REQUIRED);
    }

    /** What it asks of every user whose roles may be kept elsewhere; empty if that depends on the roles. */
    Optional<Obligation> obligationElsewhere() {
        if (!terms.requireAnybody()) {
            return Optional.of(Obligation.NOT_REQUIRED);
        }
        return requiresEveryone() && exempting.matchesNothing() ? Optional.of(Obligation.REQUIRED) : Optional.empty();
    }

    /**
     * Why, in words.
     *
     * @param given roles and groups that the user is given and that lead to one that matters
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
            case REQUIRED -> {
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
