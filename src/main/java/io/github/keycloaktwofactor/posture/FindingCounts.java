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
 * The number of findings per realm as last counted on this node, for health and metrics, which must not read realms
 * themselves. Counts are valid for some minutes, or until an administrator changes something in the realm.
 */
final class FindingCounts {

    /** The counts of this node. */
    static final FindingCounts OF_NODE = new FindingCounts(ServerClock.INSTANCE);

    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    /** Maximum number of realms; on larger servers the others are not counted. */
    private static final int REALMS = 500;

    /** Minimum interval between reads of the list of realms, unless something was changed. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Map<String, Known> byRealm = new ConcurrentHashMap<>();
    private volatile boolean changed = true;
    private volatile Instant looked = Instant.EPOCH;
    private final Clock clock;

    FindingCounts(Clock clock) {
        this.clock = clock;
    }

    /** Stores the findings of a realm. */
    void keep(String realmId, String realm, List<Finding> findings) {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
        if (byRealm.containsKey(realmId) || byRealm.size() < REALMS) {
            byRealm.put(realmId, new Known(realm, Map.copyOf(counts), clock.instant()));
        }
    }

    /** Something was changed in the realm: its counts remain until they are replaced, which is due now. */
    void outdate(String realmId) {
        byRealm.computeIfPresent(realmId, (id, known) -> known.seenAt(Instant.EPOCH));
        changed = true;
    }

    /** The realm could not be read; it is retried after the same interval as after a success. */
    void failed(String realmId) {
        byRealm.computeIfPresent(realmId, (id, known) -> known.seenAt(clock.instant()));
    }

    void forget(String realmId) {
        byRealm.remove(realmId);
    }

    /** Whether the realms are due for a recount: something was changed, or the last count is too old. */
    boolean isLookDue() {
        return changed || isOlderThan(looked, REST);
    }

    /** The realms that are due now. Drops the counts of all realms that are not given. */
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

    /** Older than the age, or in the future: then the clock was set back. */
    private boolean isOlderThan(Instant then, Duration age) {
        return Duration.between(then, clock.instant()).abs().compareTo(age) >= 0;
    }

    /** Counts by realm name. */
    Map<String, Map<Severity, Integer>> byName() {
        Map<String, Map<Severity, Integer>> report = new TreeMap<>();
        byRealm.values().forEach(known -> report.put(known.realm(), known.counts()));
        return report;
    }

    /** The number of findings of that severity in all realms. */
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
