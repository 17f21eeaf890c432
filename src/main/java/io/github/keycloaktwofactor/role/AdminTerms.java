package io.github.keycloaktwofactor.role;

import java.util.List;
import java.util.Set;

/**
 * What it takes to be an administrator by permission, put together of terms: for one user they are true or false, for a whole
 * realm they are conditions of a query.
 *
 * @param <T> what a term is
 */
public interface AdminTerms<T> {

    T constant(boolean value);

    /** The user is one of these. */
    T users(Set<String> ids);

    /** The user has one of these roles, whichever way. */
    T roles(Set<String> ids);

    /**
     * The user is a member of one of these groups.
     *
     * @param withThoseBelow of these, members of groups below them count as well
     */
    T groups(Set<String> ids, Set<String> withThoseBelow);

    T not(T term);

    T all(List<T> all);

    T any(List<T> any);
}
