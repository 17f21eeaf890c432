package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What a realm's configuration means for two-factor. Computed on each call; nothing is changed. */
public final class Posture {

    /** A check failed: what it would have found is unknown. */
    static final String CHECK_FAILED = "check-failed";

    private static final Logger LOG = Logger.getLogger(Posture.class);

    private Posture() {}

    /**
     * All findings of the realm, the most severe first. The cost does not depend on the number of users, and on the
     * number of clients only as far as the database must search for the first hundred matches of a check.
     */
    public static List<Finding> of(KeycloakSession session, RealmModel realm) {
        RealmFacts facts = new RealmFacts(session, realm);
        List<Finding> findings = Checks.ALL.stream()
                .flatMap(check -> look(check, facts).stream())
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
        if (facts.guard().isPresent()) {
            FindingCounts.OF_NODE.keep(realm.getId(), realm.getName(), findings);
        }
        return findings;
    }

    /** Number of findings by lower-case severity. */
    public static Map<String, Integer> counts(List<Finding> findings) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            counts.put(severity.name().toLowerCase(Locale.ROOT), 0);
        }
        findings.forEach(finding -> counts.merge(finding.severity().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return counts;
    }

    /** A check that fails must neither hide the findings of others nor look as if it had found nothing. */
    private static List<Finding> look(Check check, RealmFacts facts) {
        try {
            return check.look(facts).toList();
        } catch (RuntimeException e) {
            LOG.warnf(e, "Realm %s: the check %s failed", facts.realm().getName(), check.id());
            return List.of(new Finding(
                    CHECK_FAILED,
                    Severity.MEDIUM,
                    new Subject("check", check.id(), check.id()),
                    "The check " + check.id() + " failed, so what it would have found is unknown.",
                    "See the server's log, and report it."));
        }
    }
}
