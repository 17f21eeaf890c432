package io.github.keycloaktwofactor.policy;

import org.jboss.logging.Logger;
import org.keycloak.Config;

/** What the factories that take the place of a stock one have in common. */
public final class StandIn {

    /** Server option of each such factory; false leaves Keycloak's own in its place. */
    private static final String OPTION = "two-factor";

    /** Of two factories with one id Keycloak takes the one with the higher order; its own have 0. */
    public static final int ORDER = 100;

    private static final Logger LOG = Logger.getLogger(StandIn.class);

    private StandIn() {}

    /** Whether the server's options leave ours in place. */
    public static boolean wanted(Config.Scope config) {
        return config == null || config.getBoolean(OPTION, true);
    }

    /**
     * Says at start that ours is in place.
     *
     * @param part what kind of thing it stands in for, such as "authenticator"
     */
    public static void announce(String part, String id) {
        LOG.infof("Two-Factor stands in for the %s %s", part, id);
    }
}
