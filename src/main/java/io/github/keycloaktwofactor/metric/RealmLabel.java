package io.github.keycloaktwofactor.metric;

import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The label that tells realms apart. It is left out unless a server option asks for it, and holds the names of a bounded
 * number of realms: each name is a line of its own for every value of the other labels.
 */
public final class RealmLabel {

    private static final String KEY = "realm";

    /** What stands in the place of further realms. */
    private static final String OTHERS = "_others";

    private static final int MOST = 200;

    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private static volatile boolean used;

    private RealmLabel() {}

    /** Says at start whether realms are told apart. */
    public static void use(boolean wanted) {
        used = wanted;
    }

    /** Whether realms are told apart. */
    public static boolean isUsed() {
        return used;
    }

    /** The label of a realm; none where realms are not told apart. */
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
