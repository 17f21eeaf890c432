package io.github.keycloaktwofactor.store;

import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The realms that have the guard, enabled or not. Keycloak's model would load every realm of the server to find them. */
public final class GuardedRealms {

    private static final String GUARDED =
            "select distinct action.realm.id from RequiredActionProviderEntity action where action.alias = :alias";

    private GuardedRealms() {}

    /**
     * Their ids.
     *
     * @param alias of the guard
     */
    public static List<String> ids(KeycloakSession session, String alias) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(GUARDED, String.class)
                .setParameter("alias", alias)
                .getResultList();
    }
}
