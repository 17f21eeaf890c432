package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many findings this node has last seen in each realm, for health and metrics, which must not look into realms
 * themselves. Numbers are good for some minutes, or until an administrator changes something in the realm.
 */
final class FindingCounts {

    /** Those of this node. */
    static final FindingCounts OF_NODE = new FindingCounts(ServerClock.INSTANCE);

    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    /** Most realms that are kept: on servers with more, the others are not counted. */
    private static final int REALMS = 500;

    /** No list of realms is read more often, unless something was changed. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Map<String, Known> byRealm = new ConcurrentHashMap<>();
    private volatile boolean changed = true;
    private volatile Instant looked = Instant.EPOCH;
    private final Clock clock;

    FindingCounts(Clock clock) {
        this.clock = clock;
    }

    /** Keeps what was found in a realm. */
    void keep(String realmId, String realm, List<Finding> findings) {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
        if (byRealm.containsKey(realmId) || byRealm.size() < REALMS) {
            byRealm.put(realmId, new Known(realm, Map.copyOf(counts), clock.instant()));
        }
    }

    /** Something was changed in the realm: its numbers count until they are replaced, which is due now. */
    void outdate(String realmId) {
        byRealm.computeIfPresent(realmId, (id, known) -> known.seenAt(Instant.EPOCH));
        changed = true;
    }

    /** It could not be looked at; the next try is as far away as after a success. */
    void failed(String realmId) {
        byRealm.computeIfPresent(realmId, (id, known) -> known.seenAt(clock.instant()));
    }

    void forget(String realmId) {
        byRealm.remove(realmId);
    }

    /** Whether a look at the realms is worth its while: something was changed, or the last one is some time ago. */
    boolean isLookDue() {
        return changed || isOlderThan(looked, REST);
    }

    /** Those of the realms, and no others, that are to be looked at now. Numbers of all others are dropped. */
    List<String> due(Collection<String> realmIds) {
        changed = false;
        looked = clock.instant();
        byRealm.keySet().retainAll(List.copyOf(realmIds));
        return realmIds.stream().limit(REALMS).filter(this::isDue).toList();
    }

    private boolean isDue(String realmId) {
        Known known = byRealm.get(realmId);
        return known == null || isOlderThan(known.at(), GOOD_FOR);
    }

    /** Or so far ahead that the clock must have been set back. */
    private boolean isOlderThan(Instant then, Duration age) {
        return Duration.between(then, clock.instant()).abs().compareTo(age) >= 0;
    }

    /** The numbers of each realm by its name. */
    Map<String, Map<Severity, Integer>> byName() {
        Map<String, Map<Severity, Integer>> report = new TreeMap<>();
        byRealm.values().forEach(known -> report.put(known.realm(), known.counts()));
        return report;
    }

    /** How many there are of that severity in all realms. */
    int sum(Severity severity) {
        return byRealm.values().stream()
                .mapToInt(known -> known.counts().getOrDefault(severity, 0))
                .sum();
    }

    private record Known(String realm, Map<Severity, Integer> counts, Instant at) {

        Known seenAt(Instant time) {
            return new Known(realm, counts, time);
        }
    }
}
