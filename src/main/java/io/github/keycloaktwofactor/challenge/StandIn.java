package io.github.keycloaktwofactor.challenge;

import org.jboss.logging.Logger;
import org.keycloak.Config;

/** What the factories that take the place of a stock one have in common. */
final class StandIn {

    /** Server option of each such factory; false leaves Keycloak's own in its place. */
    private static final String OPTION = "two-factor";

    /** Of two factories with one id Keycloak takes the one with the higher order; its own have 0. */
    static final int ORDER = 100;

    private static final Logger LOG = Logger.getLogger(StandIn.class);

    private StandIn() {}

    static boolean wanted(Config.Scope config) {
        return config == null || config.getBoolean(OPTION, true);
    }

    static void announce(String id) {
        LOG.infof("Two-Factor stands in for the authenticator %s", id);
    }
}
