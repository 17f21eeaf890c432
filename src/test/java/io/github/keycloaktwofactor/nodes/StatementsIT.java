package io.github.keycloaktwofactor.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.KeycloakCluster;
import io.github.keycloaktwofactor.server.StatementLog;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What two-factor asks of the database, against a realm of the same server that has it off. */
@Tag("nodes")
final class StatementsIT {

    /** The first times fill caches. */
    private static final int TIMES = 4;

    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private static TestRealm ours;
    private static TestRealm stock;
    private static StatementLog log;

    @BeforeAll
    static void start() {
        KeycloakCluster cluster = KeycloakCluster.shared();
        stock = cluster.first().realm();
        ours = cluster.first().realm().realmRole("staff");
        ours.switchOn(Map.of("requiredRoles", "staff", "trustedDevices", "DAYS"));
        log = cluster.statements();
    }

    @AfterAll
    static void close() {
        log.close();
        ours.close();
        stock.close();
    }

    @Test
    void aSignInWithThePasswordAloneTakesNone() {
        assertThat(password(ours)).hasSameSizeAs(password(stock));
    }

    @Test
    void aUserWhoIsExemptOnRecordTakesOne() {
        String id = ours.user("ivan", "staff").id();
        long until = ours.server().clock().now().plus(Duration.ofDays(1)).toEpochMilli();
        ours.rest().post("/two-factor/exemptions", Map.of("user", id, "until", until, "reason", "INC-1"));
        List<String> statements = fewest(() -> {
            BrowserSession browser = ours.browser().openLogin();
            return log.during(() -> assertSignedIn(browser.signIn("ivan", TestRealm.PASSWORD)));
        });

        assertThat(tables(statements)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aSignInByTheCookieTakesNone() {
        assertThat(cookie(ours, "alice", "verify")).hasSameSizeAs(cookie(stock, "alice", ""));
    }

    @Test
    void aRefreshTakesNone() {
        assertThat(refresh(ours, "bob", "verify")).hasSameSizeAs(refresh(stock, "bob", ""));
    }

    @Test
    void aTrustedDeviceTakesOne() {
        BrowserSession trusted = signedIn(ours, "carol", "verify", Map.of("trustDevice", "true"));
        List<String> device = fewest(() -> {
            BrowserSession browser = trusted.fork().openLogin(Map.of("prompt", "login"));
            return log.during(() -> assertSignedIn(browser.signIn("carol", TestRealm.PASSWORD)));
        });
        ours.user("dave");
        BrowserSession other = ours.browser().signIn("dave", TestRealm.PASSWORD);
        List<String> password = fewest(() -> {
            BrowserSession browser = other.fork().openLogin(Map.of("prompt", "login"));
            return log.during(() -> assertSignedIn(browser.signIn("dave", TestRealm.PASSWORD)));
        });

        assertThat(device).hasSizeLessThanOrEqualTo(password.size() + 1);
    }

    @Test
    void theCodePageTakesOne() {
        List<String> statements = codePage(ours, "page");

        assertThat(tables(statements)).hasSizeLessThanOrEqualTo(1);
        assertThat(statements).hasSizeLessThanOrEqualTo(codePage(stock, "page").size() + 1);
    }

    @Test
    void aRightCodeTakesOne() {
        List<String> statements = rightCode(ours, "right");

        assertThat(tables(statements)).hasSizeLessThanOrEqualTo(1);
        assertThat(statements)
                .hasSizeLessThanOrEqualTo(rightCode(stock, "right").size() + 1);
    }

    @Test
    void aWrongCodeTakesThree() {
        List<String> statements = wrongCode(ours, "wrong");

        assertThat(tables(statements)).hasSizeLessThanOrEqualTo(3);
        assertThat(statements)
                .hasSizeLessThanOrEqualTo(wrongCode(stock, "wrong").size() + 3);
    }

    /** Stock Keycloak ends the sign-in in the same request, and writes the session; ours is yet to come. */
    @Test
    void aRightRecoveryCodeTakesFive() {
        List<EnrolledUser> people = IntStream.range(0, TIMES)
                .mapToObj(time -> EnrolledUser.enrolled(ours, "rescued-" + time, "staff"))
                .toList();
        List<String> statements = fewest(time -> {
            EnrolledUser person = people.get(time);
            BrowserSession browser = person.recoveryPage();
            return log.during(() -> {
                browser.press("verify", Map.of("code", person.recoveryCodes().get(0)));
                assertThat(browser.recovered()).as(browser.page().text()).isTrue();
            });
        });

        assertThat(tables(statements)).hasSizeLessThanOrEqualTo(5);
        assertThat(statements)
                .hasSizeLessThanOrEqualTo(rightCode(stock, "rescued").size() + 5);
    }

    /** Those on tables of ours. */
    private static List<String> tables(List<String> statements) {
        return statements.stream().filter(sql -> sql.contains("TWO_FACTOR_")).toList();
    }

    private static List<String> codePage(TestRealm realm, String name) {
        return fewest(time -> {
            Person person = Person.signedInBefore(realm, name + time);
            BrowserSession browser = realm.browser().openLogin();
            return log.during(() -> browser.signIn(person.name(), TestRealm.PASSWORD));
        });
    }

    private static List<String> rightCode(TestRealm realm, String name) {
        return fewest(time -> {
            Person person = Person.signedInBefore(realm, name + time);
            BrowserSession browser = realm.browser().signIn(person.name(), TestRealm.PASSWORD);
            String code = person.nextCode();
            return log.during(() -> assertSignedIn(person.type(browser, code)));
        });
    }

    /** The second in a row: the first has nothing to add to. */
    private static List<String> wrongCode(TestRealm realm, String name) {
        return fewest(time -> {
            Person person = Person.signedInBefore(realm, name + time);
            BrowserSession browser = realm.browser().signIn(person.name(), TestRealm.PASSWORD);
            person.type(browser, person.wrongCode());
            String code = person.wrongCode();
            return log.during(
                    () -> assertThat(person.type(browser, code).signedIn()).isFalse());
        });
    }

    private static List<String> password(TestRealm realm) {
        realm.user("erin");
        return fewest(() -> {
            BrowserSession browser = realm.browser().openLogin();
            return log.during(() -> assertSignedIn(browser.signIn("erin", TestRealm.PASSWORD)));
        });
    }

    private static List<String> cookie(TestRealm realm, String name, String button) {
        BrowserSession browser = signedIn(realm, name, button, Map.of());
        return fewest(() -> log.during(() -> assertSignedIn(browser.openLogin())));
    }

    private static List<String> refresh(TestRealm realm, String name, String button) {
        Tokens tokens = signedIn(realm, name, button, Map.of()).tokens();
        return fewest(() -> log.during(() ->
                assertThat(realm.refresh(tokens.refreshToken()).accessToken()).isNotEmpty()));
    }

    /** Signed in with a password and a code, on our page ({@code button}) or on Keycloak's own. */
    private static BrowserSession signedIn(TestRealm realm, String name, String button, Map<String, String> more) {
        AuthenticatorApp app = realm.user(name).importOtp(SECRET);
        BrowserSession browser = realm.browser().signIn(name, TestRealm.PASSWORD);
        if (button.isEmpty()) {
            // Keycloak's own form does not know the test's clock.
            browser.submit("form#kc-otp-login-form", Map.of("otp", app.code(Instant.now())));
        } else {
            Map<String, String> fields = new HashMap<>(more);
            fields.put("code", app.code(realm.server().clock().awaitStepStart(app.period())));
            browser.press(button, fields);
        }
        return assertSignedIn(browser);
    }

    private static BrowserSession assertSignedIn(BrowserSession browser) {
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        return browser;
    }

    /** Of several times, the one that other work of the server disturbed least. */
    private static List<String> fewest(Supplier<List<String>> work) {
        return fewest(time -> work.get());
    }

    private static List<String> fewest(IntFunction<List<String>> work) {
        return IntStream.range(0, TIMES)
                .mapToObj(work)
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    /** Somebody who has typed a code before, on our page or on Keycloak's own form, which does not know the test's clock. */
    private record Person(TestRealm realm, String name, AuthenticatorApp app) {

        static Person signedInBefore(TestRealm realm, String name) {
            Person person = new Person(realm, name, realm.user(name).importOtp(SECRET));
            BrowserSession browser = realm.browser().signIn(name, TestRealm.PASSWORD);
            assertSignedIn(person.type(browser, person.isStock() ? person.app.code(Instant.now()) : person.nextCode()));
            return person;
        }

        /** One that is later than all before. */
        String nextCode() {
            return isStock()
                    ? app.code(Instant.now(), 1)
                    : app.code(realm.server().clock().awaitStepStart(app.period()));
        }

        String wrongCode() {
            return app.wrong(isStock() ? Instant.now() : realm.server().clock().now());
        }

        BrowserSession type(BrowserSession browser, String code) {
            return isStock()
                    ? browser.submit("form#kc-otp-login-form", Map.of("otp", code))
                    : browser.press("verify", Map.of("code", code));
        }

        private boolean isStock() {
            return realm == stock;
        }
    }
}
