package io.github.keycloaktwofactor.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * The last known state of each realm that has, or had, the guard on this node: a policy that is switched off is
 * noticed, and a health check does not query the database. Every look-up of a policy updates it.
 */
public final class PolicyStates {

    private static final Logger LOG = Logger.getLogger(TwoFactorPolicy.class);

    private static final int PROBLEMS = 10;

    /** Reported as part of the state: no problem, but not always intended. */
    private static final String NOBODY = "nobody has to set it up, and users who have are asked";

    private static final Map<String, Seen> BY_REALM = new ConcurrentHashMap<>();

    private PolicyStates() {}

    /** State and problems of each realm by name. */
    public static Map<String, String> report() {
        Map<String, String> report = new TreeMap<>();
        BY_REALM.values().forEach(seen -> report.put(seen.realm(), seen.text()));
        return report;
    }

    /** Discards a removed realm. */
    public static void forget(String realmId) {
        BY_REALM.remove(realmId);
        SettingsCache.forget(realmId);
    }

    /** The known problems with the settings of a realm. */
    public static List<String> problems(RealmModel realm) {
        Seen seen = BY_REALM.get(realm.getId());
        return seen == null ? List.of() : seen.problems().stream().sorted().toList();
    }

    /**
     * Why nobody in the realm is required to have two-factor any more, as text; empty if that is not new since the last
     * call on this node.
     */
    public static Optional<String> takeRelaxed(RealmModel realm) {
        Seen seen = BY_REALM.get(realm.getId());
        if (seen == null || !seen.relaxed()) {
            return Optional.empty();
        }
        BY_REALM.replace(realm.getId(), seen, seen.withoutRelaxed());
        return Optional.of(seen.nobody());
    }

    /**
     * Records the state.
     *
     * @param policy the settings; null if two-factor is off
     * @return whether state or settings differ from what this node knew
     */
    static boolean seen(RealmModel realm, PolicyState state, int config, @Nullable PolicySettings policy) {
        Seen before = BY_REALM.get(realm.getId());
        if (before == null ? state == PolicyState.NOT_REGISTERED : before.is(state, config)) {
            return false;
        }
        String nobody = nobody(policy);
        boolean relaxed =
                before != null && !nobody.isEmpty() && (before.nobody().isEmpty() || before.relaxed());
        Seen now = new Seen(realm.getName(), state, config, nobody, relaxed, ConcurrentHashMap.newKeySet());
        BY_REALM.put(realm.getId(), now);
        if (before == null || before.state() != state) {
            told(now, before != null);
        }
        return true;
    }

    /** Why nobody is required to have two-factor; empty if somebody is. */
    private static String nobody(@Nullable PolicySettings policy) {
        if (policy == null || !policy.requiresAnybody()) {
            return NOBODY;
        }
        return policy.reportsOnly() ? reportOnly(policy.saved().reportOnlySince()) : "";
    }

    private static String reportOnly(@Nullable Instant since) {
        return "report only since %s: required users without two-factor are let in"
                .formatted(since == null ? "an unknown time" : since);
    }

    private static void told(Seen now, boolean wasKnown) {
        switch (now.state()) {
            case ON -> {
                if (wasKnown) {
                    LOG.infof("Two-factor is on again in realm '%s'", now.realm());
                }
            }
            case DEFAULTS -> LOG.warnf("Two-factor is %s, in realm '%s'", now.text(), now.realm());
            case DISABLED, NOT_REGISTERED ->
                LOG.warnf(
                        "Two-factor is %s, in realm '%s': people sign in as without this extension, and what they have set up stays",
                        now.text(), now.realm());
        }
    }

    static void problem(RealmModel realm, String text) {
        Seen seen = BY_REALM.get(realm.getId());
        if (seen != null && seen.problems().size() < PROBLEMS) {
            seen.problems().add(text);
        }
    }

    /**
     * @param config hash of the stored settings; the problems belong to these settings
     * @param nobody why nobody is required to have two-factor; empty if somebody is
     * @param relaxed whether somebody was required before, and nobody has been told yet that nobody is
     */
    private record Seen(
            String realm, PolicyState state, int config, String nobody, boolean relaxed, Set<String> problems) {

        Seen withoutRelaxed() {
            return new Seen(realm, state, config, nobody, false, problems);
        }

        boolean is(PolicyState otherState, int otherConfig) {
            return state == otherState && config == otherConfig;
        }

        String text() {
            String remark = state.isOn() && !nobody.isEmpty() ? "; " + nobody : "";
            return state.text() + remark + (problems.isEmpty() ? "" : "; " + String.join("; ", problems));
        }
    }
}
