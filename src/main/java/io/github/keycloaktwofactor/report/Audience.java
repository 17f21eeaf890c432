package io.github.keycloaktwofactor.report;

import io.github.keycloaktwofactor.exemption.Exemption;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.RequirementTerms;
import io.github.keycloaktwofactor.role.FineGrainedAdmins;
import io.github.keycloaktwofactor.role.RoleNames;
import io.github.keycloaktwofactor.store.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final List<Exemption> recordsOfRoles;
    private final Holders onRecord;
    private final Sql permittedAdmins;
    private final Map<String, List<String>> reasons = new HashMap<>();
    private final Map<String, List<String>> exemptions = new HashMap<>();
    private final Map<String, Optional<OnRecord>> records = new HashMap<>();

    /** @param recordsOfRoles the exemptions of roles that have not ended, the last to end first */
    Audience(
            KeycloakSession session,
            RealmModel realm,
            RequirementTerms terms,
            RoleGraph graph,
            List<Exemption> recordsOfRoles) {
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
        this.recordsOfRoles = terms.requireAnybody() ? List.copyOf(recordsOfRoles) : List.of();
        Set<String> recorded =
                this.recordsOfRoles.stream().map(Exemption::target).collect(Collectors.toSet());
        this.onRecord = graph.holdersWithoutClients(role -> recorded.contains(role.id()));
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

    /** The assignments of roles that have an exemption on record. */
    Holders onRecord() {
        return onRecord;
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
     * @param ownRecord whether the user has an exemption on record
     * @param roleRecord whether the user has one of {@link #onRecord()}
     * @return empty if unknown
     */
    Optional<Obligation> obligation(
            boolean elsewhere, boolean exempted, boolean named, boolean ownRecord, boolean roleRecord) {
        if (!terms.requireAnybody()) {
            return Optional.of(Obligation.NOT_REQUIRED);
        }
        if (elsewhere) {
            return obligationElsewhere(ownRecord);
        }
        return Optional.of(
                Obligation.of(exempted, requiresEveryone() || named, ownRecord || roleRecord, terms.reportOnly()));
    }

    /** What it requires of every user whose roles may be stored elsewhere; empty if that depends on the roles. */
    Optional<Obligation> obligationElsewhere(boolean ownRecord) {
        if (!terms.requireAnybody()) {
            return Optional.of(Obligation.NOT_REQUIRED);
        }
        if (!requiresEveryone()) {
            return Optional.empty();
        }
        if (ownRecord) {
            return Optional.of(Obligation.EXEMPT);
        }
        return exempting.matchesNothing() && recordsOfRoles.isEmpty()
                ? Optional.of(Obligation.of(false, true, false, terms.reportOnly()))
                : Optional.empty();
    }

    /**
     * The exemption on record that ends last, of those of the user and of their roles.
     *
     * @param own the user's own
     * @param given the user's direct roles and groups that lead to one that matters
     */
    Optional<OnRecord> lasting(Optional<OnRecord> own, Collection<String> given) {
        return Stream.concat(
                        own.stream(),
                        given.stream().flatMap(id -> records.computeIfAbsent(id, this::lastingBy).stream()))
                .max(Comparator.comparing(OnRecord::until));
    }

    private Optional<OnRecord> lastingBy(String given) {
        return recordsOfRoles.stream()
                .flatMap(record -> graph
                        .way(given, role -> role.id().equals(record.target()), false)
                        .map(way -> OnRecord.of(record, way))
                        .stream())
                .findFirst();
    }

    /**
     * The reasons, as text.
     *
     * @param given the user's direct roles and groups that lead to one that matters
     * @param exemption on record, if it is that which exempts
     */
    List<String> because(
            Optional<Obligation> obligation,
            Collection<String> given,
            Optional<OnRecord> exemption,
            boolean permitted,
            String source) {
        if (obligation.isEmpty()) {
            return List.of("unknown, because roles of users from %s may be kept there".formatted(source));
        }
        return switch (obligation.get()) {
            case NOT_REQUIRED -> List.of();
            case EXEMPT ->
                exemption
                        .map(onRecord -> List.of(onRecord.because()))
                        .orElseGet(() -> given.stream()
                                .flatMap(id -> exemptions.computeIfAbsent(id, this::exemptions).stream())
                                .distinct()
                                .toList());
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
