package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.metric.Metric;
import io.github.keycloaktwofactor.metric.RealmLabel;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.store.GuardedRealms;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Recounts findings in the background of the requests that ask for them: one run at a time, one transaction per realm,
 * and only realms whose counts are outdated.
 */
final class FindingWatch {

    private static final Logger LOG = Logger.getLogger(FindingWatch.class);

    private static final FindingCounts COUNTS = FindingCounts.OF_NODE;

    private static final AtomicBoolean LOOKING = new AtomicBoolean();

    private static volatile @Nullable FindingWatch started;

    private final KeycloakSessionFactory sessions;
    private final Executor executor;
    private final @Nullable MultiGauge byRealm;

    private FindingWatch(KeycloakSessionFactory sessions, Executor executor) {
        this.sessions = sessions;
        this.executor = executor;
        this.byRealm = RealmLabel.isUsed()
                ? MultiGauge.builder(Metric.FINDINGS.id())
                        .description(Metric.FINDINGS.description())
                        .register(Metrics.globalRegistry)
                : null;
    }

    /** Starts once the server has started. */
    static void start(KeycloakSessionFactory sessions) {
        KeycloakModelUtils.runJobInTransaction(
                sessions,
                session -> started = new FindingWatch(
                        sessions, session.getProvider(ExecutorsProvider.class).getExecutor("two-factor-posture")));
        if (!RealmLabel.isUsed()) {
            for (Severity severity : Severity.values()) {
                Supplier<Number> sum = () -> {
                    look();
                    return COUNTS.sum(severity);
                };
                Gauge.builder(Metric.FINDINGS.id(), sum)
                        .description(Metric.FINDINGS.description())
                        .tags(label(severity))
                        .register(Metrics.globalRegistry);
            }
        }
        look();
    }

    /** Schedules a recount if one is due. Does not wait for it. */
    static void look() {
        FindingWatch watch = started;
        if (watch != null && COUNTS.isLookDue() && LOOKING.compareAndSet(false, true)) {
            try {
                watch.executor.execute(watch::lookAtAll);
            } catch (RuntimeException e) {
                LOOKING.set(false);
                LOG.debugf(e, "The findings could not be counted");
            }
        }
    }

    private void lookAtAll() {
        try {
            List<String> due = new ArrayList<>();
            KeycloakModelUtils.runJobInTransaction(
                    sessions, session -> due.addAll(COUNTS.due(GuardedRealms.ids(session, TwoFactorPolicy.ACTION_ID))));
            due.forEach(this::lookAt);
            show();
        } catch (RuntimeException e) {
            LOG.warnf(e, "The findings of the realms that have two-factor could not be counted");
        } finally {
            LOOKING.set(false);
        }
    }

    private void lookAt(String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    Posture.of(session, realm);
                }
            });
        } catch (RuntimeException e) {
            COUNTS.failed(realmId);
            LOG.warnf(e, "The findings of the realm %s could not be counted", realmId);
        }
    }

    /** One gauge per realm and severity, if realms have their own label. */
    private void show() {
        if (byRealm == null) {
            return;
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        COUNTS.byName().forEach((realm, counts) -> {
            Tags label = RealmLabel.of(realm);
            for (Severity severity : Severity.values()) {
                int count = counts.getOrDefault(severity, 0);
                rows.add(MultiGauge.Row.of(label.and(label(severity)), () -> {
                    look();
                    return count;
                }));
            }
        });
        byRealm.register(rows, true);
    }

    private static Tags label(Severity severity) {
        return Tags.of("severity", severity.name().toLowerCase(Locale.ROOT));
    }
}
