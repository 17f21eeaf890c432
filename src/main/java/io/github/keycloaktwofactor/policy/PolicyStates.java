package io.github.keycloaktwofactor.policy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;

/**
 * What this node has last seen of each realm that has, or had, the guard: so that a policy that is no longer on does
 * not go unnoticed, and a health check need not ask the database. Whoever asks for a policy keeps it up to date.
 */
public final class PolicyStates {

    private static final Logger LOG = Logger.getLogger(TwoFactorPolicy.class);

    private static final int PROBLEMS = 10;

    private static final Map<String, Seen> BY_REALM = new ConcurrentHashMap<>();

    private PolicyStates() {}

    /** State and problems of each realm by its name. */
    public static Map<String, String> report() {
        Map<String, String> report = new TreeMap<>();
        BY_REALM.values().forEach(seen -> report.put(seen.realm(), seen.text()));
        return report;
    }

    /** Forgets a realm that was removed. */
    public static void forget(String realmId) {
        BY_REALM.remove(realmId);
    }

    /** Whether state or settings are others than this node has known. */
    static boolean seen(RealmModel realm, PolicyState state, int config) {
        Seen before = BY_REALM.get(realm.getId());
        if (before == null ? state == PolicyState.NOT_REGISTERED : before.is(state, config)) {
            return false;
        }
        BY_REALM.put(realm.getId(), new Seen(realm.getName(), state, config, ConcurrentHashMap.newKeySet()));
        if (state != PolicyState.ON && (before == null || before.state() != state)) {
            LOG.warnf(
                    "Two-factor is %s, in realm '%s': people sign in as without this extension, and what they have set up stays",
                    state.text(), realm.getName());
        } else if (state == PolicyState.ON && before != null && before.state() != PolicyState.ON) {
            LOG.infof("Two-factor is on again in realm '%s'", realm.getName());
        }
        return true;
    }

    static void problem(RealmModel realm, String text) {
        Seen seen = BY_REALM.get(realm.getId());
        if (seen != null && seen.problems().size() < PROBLEMS) {
            seen.problems().add(text);
        }
    }

    /**
     * @param config hash of the stored settings; problems are those of these settings alone
     */
    private record Seen(String realm, PolicyState state, int config, Set<String> problems) {

        boolean is(PolicyState otherState, int otherConfig) {
            return state == otherState && config == otherConfig;
        }

        String text() {
            return problems.isEmpty() ? state.text() : state.text() + "; " + String.join("; ", problems);
        }
    }
}
