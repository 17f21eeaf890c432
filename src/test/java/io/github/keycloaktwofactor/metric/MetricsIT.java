package io.github.keycloaktwofactor.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.Await;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.Scrape;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people do is counted once each, and {@code /metrics} shows what {@code docs/metrics.md} says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetricsIT {

    private TestRealm realm;

    @BeforeAll
    void setUp() {
        realm = KeycloakServer.shared().realm().switchOn(Map.of("requireEveryone", "true", "attemptsBeforeWait", "3"));
    }

    @AfterAll
    void tearDown() {
        realm.close();
    }

    @Test
    void aSetUpIsCountedStepByStep() {
        realm.user("sets-up");
        Scrape before = scrape();
        BrowserSession browser = EnrolledUser.setUp(realm, "sets-up");
        browser.reload();
        AuthenticatorApp app = EnrolledUser.scanned(browser);
        browser.press("confirm", Map.of("code", app.wrong(realm.server().clock().now())));
        browser.press("confirm", Map.of("code", app.code(realm.server().clock().now())));
        browser.press("continue", Map.of("saved", "on"));

        assertThat(browser.signedIn()).isTrue();
        assertCounted(
                before,
                Map.of(
                        "two_factor_setups_total{step=shown}", 1,
                        "two_factor_setups_total{step=wrong-code}", 1,
                        "two_factor_setups_total{step=confirmed}", 1,
                        "two_factor_setups_total{step=codes-saved}", 1,
                        "two_factor_sign_ins_total{method=totp}", 1));
    }

    @Test
    void aSetUpThatIsLeftIsCounted() {
        realm.user("leaves");
        Scrape before = scrape();
        EnrolledUser.setUp(realm, "leaves").press("leave");

        assertCounted(
                before, Map.of("two_factor_setups_total{step=shown}", 1, "two_factor_setups_total{step=left}", 1));
    }

    @Test
    void codesAreCountedByWhatBecameOfThem() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "signs-in");
        Scrape before = scrape();
        person.post(person.wrongCode());
        person.post("nonsense-and-no-code");
        String code = person.nextCode();
        person.post(code);
        person.post(code);
        person.postRecovery(person.recoveryCodes().get(0));

        assertCounted(
                before,
                Map.of(
                        "two_factor_challenges_total{method=totp,result=wrong}", 1,
                        "two_factor_challenges_total{method=totp,result=malformed}", 1,
                        "two_factor_challenges_total{method=totp,result=accepted}", 1,
                        "two_factor_challenges_total{method=totp,result=used}", 1,
                        "two_factor_challenges_total{method=recovery-code,result=accepted}", 1,
                        "two_factor_sign_ins_total{method=totp}", 1,
                        "two_factor_sign_ins_total{method=recovery-code}", 1));
    }

    @Test
    void aWaitIsCountedWhenItBegins() {
        EnrolledUser person = EnrolledUser.imported(realm, "waits");
        Scrape before = scrape();
        person.wrongCodes(5);

        assertCounted(
                before,
                Map.of(
                        "two_factor_challenges_total{method=totp,result=wrong}", 3,
                        "two_factor_challenges_total{method=totp,result=waiting}", 2,
                        "two_factor_waits_total{method=totp}", 1));
    }

    @Test
    void thePasswordGrantIsCountedToo() {
        EnrolledUser person = EnrolledUser.imported(realm, "grants");
        Scrape before = scrape();
        realm.directGrant("grants", TestRealm.PASSWORD, person.wrongCode());
        realm.directGrant("grants", TestRealm.PASSWORD, person.nextCode());

        assertCounted(
                before,
                Map.of(
                        "two_factor_challenges_total{method=totp,result=wrong}", 1,
                        "two_factor_challenges_total{method=totp,result=accepted}", 1,
                        "two_factor_sign_ins_total{method=totp}", 1));
    }

    @Test
    void aRealmWithoutTwoFactorCountsNothing() {
        try (TestRealm other = KeycloakServer.shared().realm()) {
            other.user("anybody");
            Scrape before = scrape();
            other.browser().signIn("anybody", TestRealm.PASSWORD);

            assertThat(countedSince(before)).isEmpty();
        }
    }

    @Test
    void whatIsShownHasTheNamesAndLabelsOfThePage() {
        EnrolledUser person = EnrolledUser.enrolled(realm, "shown");
        person.post(person.wrongCode());

        Map<String, TreeSet<String>> known = Arrays.stream(Metric.values())
                .collect(Collectors.toMap(Metric::shown, metric -> new TreeSet<>(metric.labels())));
        assertThat(scrape().labels())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy((name, labels) -> assertThat(labels).as(name).isEqualTo(known.get(name)));
    }

    @Test
    void findingsAreShownBySeverity() {
        assertThat(scrape().values().keySet())
                .contains(
                        "two_factor_findings{severity=high}",
                        "two_factor_findings{severity=medium}",
                        "two_factor_findings{severity=low}",
                        "two_factor_findings{severity=open}");
    }

    /** Some are counted once the answer is on its way. */
    private static void assertCounted(Scrape before, Map<String, Integer> expected) {
        AtomicReference<Map<String, Integer>> last = new AtomicReference<>(Map.of());
        try {
            Await.until("metrics", () -> {
                last.set(countedSince(before));
                return Optional.of(true).filter(equal -> last.get().equals(expected));
            });
        } catch (AssertionError e) {
            assertThat(last.get()).isEqualTo(new TreeMap<>(expected));
        }
    }

    /** Findings change by themselves. */
    private static Map<String, Integer> countedSince(Scrape before) {
        Map<String, Integer> counted = new TreeMap<>(scrape().since(before));
        counted.keySet().removeIf(line -> line.startsWith("two_factor_findings"));
        return counted;
    }

    private static Scrape scrape() {
        return Scrape.of(KeycloakServer.shared());
    }
}
