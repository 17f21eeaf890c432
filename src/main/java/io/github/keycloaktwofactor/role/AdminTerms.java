package io.github.keycloaktwofactor.role;

import java.util.List;
import java.util.Set;

/**
 * What makes a user an administrator by fine-grained permissions, built from terms: for one user a term is true or
 * false, for a whole realm it is a condition of a query.
 *
 * @param <T> type of a term
 */
public interface AdminTerms<T> {

    T constant(boolean value);

    /** The user is one of these. */
    T users(Set<String> ids);

    /** The user has one of these roles, directly or not. */
    T roles(Set<String> ids);

    /**
     * The user is a member of one of these groups.
     *
     * @param withThoseBelow those of the groups whose subgroups count as well
     */
    T groups(Set<String> ids, Set<String> withThoseBelow);

    T not(T term);

    T all(List<T> all);

    T any(List<T> any);
}
