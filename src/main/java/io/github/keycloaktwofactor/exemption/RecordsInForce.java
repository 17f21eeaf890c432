package io.github.keycloaktwofactor.exemption;

import java.util.Collection;
import java.util.Optional;

/** Finds what exempts one user now. */
@FunctionalInterface
public interface RecordsInForce {

    /**
     * The exemption that ends last, of those of the user and of their roles.
     *
     * @param roles ids of the roles by which the user can be exempt
     */
    Optional<Exemption> lasting(String userId, Collection<String> roles);
}
