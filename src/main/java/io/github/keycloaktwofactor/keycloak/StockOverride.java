package io.github.keycloaktwofactor.keycloak;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jboss.logging.Logger;
import org.keycloak.Config;

/** What a factory has that takes the place of a stock one. */
public final class StockOverride {

    /** Server option of each such factory; false leaves Keycloak's own in its place. */
    private static final String OPTION = "two-factor";

    /** Of two factories with one id Keycloak takes the one with the higher order; its own have 0. */
    public static final int ORDER = 100;

    /** What is added to a stock order that has a meaning of its own, such as a place in a list. */
    public static final int NEXT = 5;

    private static final Logger LOG = Logger.getLogger(StockOverride.class);

    private static final Set<String> LEFT_OUT = new ConcurrentSkipListSet<>();

    private boolean inPlace = true;

    /** Whether the options leave ours in place. They are read at the start: a build would drop Keycloak's own for ours. */
    public static boolean wanted(Config.Scope config) {
        return config == null || config.getBoolean(OPTION, true);
    }

    /** Reads the server's options at start. */
    public void init(Config.Scope config) {
        inPlace = wanted(config);
    }

    /** Whether ours is to be used, and not Keycloak's own. */
    public boolean inPlace() {
        return inPlace;
    }

    /**
     * Says at start that ours is in place, or remembers that it is not.
     *
     * @param part what kind of thing it stands in for, such as "authenticator"
     */
    public void announce(String part, String id) {
        if (inPlace) {
            LOG.infof("Two-Factor stands in for the %s %s", part, id);
        } else {
            LEFT_OUT.add(part + " " + id);
        }
    }

    /** The parts that the server's options leave out, as they were announced. */
    public static List<String> leftOut() {
        return List.copyOf(LEFT_OUT);
    }
}
