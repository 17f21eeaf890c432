package io.github.keycloaktwofactor.metric;

import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The realm label. Omitted unless a server option enables it, and limited to a number of realms: each realm adds a time
 * series for every combination of the other labels.
 */
public final class RealmLabel {

    private static final String KEY = "realm";

    /** Label value of all further realms. */
    private static final String OTHERS = "_others";

    private static final int MOST = 200;

    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private static volatile boolean used;

    private RealmLabel() {}

    /** Enables or disables the label, at server start. */
    public static void use(boolean wanted) {
        used = wanted;
    }

    /** Whether the label is enabled. */
    public static boolean isUsed() {
        return used;
    }

    /** The label of a realm; none if disabled. */
    public static Tags of(String realm) {
        return used ? Tags.of(KEY, bounded(realm)) : Tags.empty();
    }

    private static String bounded(String realm) {
        if (!NAMES.contains(realm)) {
            synchronized (NAMES) {
                if (NAMES.size() >= MOST) {
                    return OTHERS;
                }
                NAMES.add(realm);
            }
        }
        return realm;
    }
}
