package io.github.keycloaktwofactor.hostile;

import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.EnrolledUser;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every place where the extension reads something that anybody can send. Each has a new person. */
final class Scenes {

    private static final Duration TOO_OLD = Duration.ofSeconds(301);

    private static final String TOKEN = "/protocol/openid-connect/token";

    private static final String UNKNOWN_DEVICE = "00000000-0000-0000-0000-000000000000";

    /** A role that exempts the users who have it. */
    static final String EXEMPT = "exempt";

    /** The policy of every scene, but for {@link #methodStep}. */
    private static final Map<String, String> SETTINGS =
            Map.of("requireEveryone", "true", "exemptRoles", EXEMPT, "trustedDevices", "DAYS");

    private final TestRealm realm;
    private int people;
    private boolean choosing;

    private final List<Supplier<Scene>> all = List.of(
            this::codePage,
            this::recoveryPage,
            this::guardsCodePage,
            this::methodStep,
            this::enforcedSetUp,
            this::setUpOfOnesOwnAccord,
            this::newCodes,
            this::questionBeforeNewCodes,
            this::pageAfterARecoveryCode,
            this::card,
            this::trustedDevice,
            this::notice,
            this::passwordGrant,
            this::passwordGrantWithARecoveryCode,
            this::refreshGrant,
            this::signInRequest,
            this::stepOfTheFlow,
            this::actionOfTheSignIn,
            this::addressToTellPeople,
            this::restart);

    Scenes(TestRealm realm) {
        this.realm = realm;
        choose("NEVER");
    }

    int count() {
        return all.size();
    }

    Scene open(int number) {
        end();
        return all.get(number % all.size()).get();
    }

    /** Leaves the realm as every scene begins. */
    void end() {
        if (choosing) {
            choose("NEVER");
        }
    }

    private void choose(String methodStep) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("methodStep", methodStep);
        if (!realm.configure(settings).ok()) {
            throw new AssertionError("The realm does not take " + settings);
        }
        choosing = methodStep.equals("ALWAYS");
    }

    private Scene codePage() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        return Scene.page("code page", person.user(), person.codePage(), button("verify"), code(person.wrongCode()));
    }

    private Scene recoveryPage() {
        EnrolledUser person = EnrolledUser.enrolled(realm, nextName());
        return Scene.page("recovery page", person.user(), person.recoveryPage(), button("verify"), code("ABCD-EFGH"));
    }

    private Scene guardsCodePage() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        BrowserSession browser = person.codePage(HostileInputIT.BARE);
        return Scene.page("guard's code page", person.user(), browser, button("verify"), code(person.wrongCode()));
    }

    private Scene methodStep() {
        choose("ALWAYS");
        TestUser user = realm.user(nextName());
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        if (!browser.page().offers("enable")) {
            throw new AssertionError("No choice of a method: " + browser.page().text());
        }
        return Scene.page("method step", user, browser, button("enable"), code("123456"));
    }

    private Scene enforcedSetUp() {
        TestUser user = realm.user(nextName());
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        String wrong =
                EnrolledUser.scanned(browser).wrong(realm.server().clock().now());
        return Scene.page("enforced set-up", user, browser, button("confirm"), code(wrong));
    }

    private Scene setUpOfOnesOwnAccord() {
        TestUser user = realm.user(nextName(), EXEMPT);
        BrowserSession browser = action("two-factor-setup")
                .signIn(user.name(), TestRealm.PASSWORD)
                .press("enable");
        String wrong =
                EnrolledUser.scanned(browser).wrong(realm.server().clock().now());
        return Scene.provedPage("self-service set-up", user, browser, button("confirm"), code(wrong));
    }

    private Scene newCodes() {
        TestUser user = realm.user(nextName());
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        String right = EnrolledUser.scanned(browser).code(realm.server().clock().now());
        browser.press("confirm", Map.of("code", right));
        return Scene.provedPage("new codes", user, browser, button("continue"), Parameter.of("saves", "on"));
    }

    private Scene questionBeforeNewCodes() {
        EnrolledUser person = EnrolledUser.enrolled(realm, nextName());
        BrowserSession browser = action("two-factor-recovery-codes")
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()));
        return Scene.provedPage("question before new codes", person.user(), browser, button("ask"));
    }

    private Scene pageAfterARecoveryCode() {
        EnrolledUser person = EnrolledUser.enrolled(realm, nextName());
        BrowserSession browser = person.recoveryPage()
                .press("verify", Map.of("code", person.recoveryCodes().get(0)));
        return Scene.provedPage("page after a recovery code", person.user(), browser, button("ask"));
    }

    private Scene card() {
        EnrolledUser person = EnrolledUser.enrolled(realm, nextName());
        BrowserSession browser = action("two-factor-setup")
                .signIn(person.user().name(), TestRealm.PASSWORD)
                .press("verify", Map.of("code", person.nextCode()));
        return Scene.provedPage(
                "card",
                person.user(),
                browser,
                button("disable"),
                Parameter.of("password", "not " + TestRealm.PASSWORD),
                Parameter.of("endSessions", "on"),
                Parameter.of("device", UNKNOWN_DEVICE));
    }

    /** A cookie as a trusted browser has it, but of a device that nobody knows. Guard and code page read it at every look. */
    private Scene trustedDevice() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        BrowserSession trusted =
                person.codePage().press("verify", Map.of("code", person.nextCode(), "trustDevice", "on"));
        String cookie = trusted.cookies().keySet().stream()
                .filter(name -> name.startsWith("TWO_FACTOR_DEVICE"))
                .findFirst()
                .orElseThrow();
        BrowserSession browser = realm.browser();
        browser.plantCookie(cookie, UNKNOWN_DEVICE + "." + "A".repeat(43));
        browser.open(realm.authUrl(HostileInputIT.BARE, Map.of()))
                .signIn(person.user().name(), TestRealm.PASSWORD);
        return Scene.page(
                "cookie of a trusted device",
                person.user(),
                browser,
                button("verify"),
                code(person.wrongCode()),
                Parameter.of("trustDevice", "on"));
    }

    private Scene addressToTellPeople() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        return Scene.link(
                "address to tell people",
                person.user(),
                person.codePage(),
                realm.url("/two-factor?kc_locale=en&state=x&client_id=app&redirect_uri=x&kc_action=two-factor-policy"));
    }

    private Scene notice() {
        TestUser user = realm.user(nextName(), EXEMPT);
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        user.revoke(EXEMPT);
        realm.server().clock().advance(TOO_OLD);
        return Scene.page("notice", user, browser.openLogin(), button("enable"), code("123456"));
    }

    private Scene passwordGrant() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        return passwordGrant("password grant", person, person.wrongCode());
    }

    private Scene passwordGrantWithARecoveryCode() {
        EnrolledUser person = EnrolledUser.enrolled(realm, nextName());
        return passwordGrant("password grant, recovery code", person, "ABCD-EFGH");
    }

    private Scene passwordGrant(String name, EnrolledUser person, String wrong) {
        return Scene.endpoint(
                name,
                realm,
                person.user(),
                TOKEN,
                Parameter.of("grant_type", "password"),
                Parameter.of("client_id", "app"),
                Parameter.of("scope", "openid"),
                Parameter.of("username", person.user().name()),
                Parameter.of("password", TestRealm.PASSWORD),
                Parameter.of("totp", wrong));
    }

    /** With the token of somebody whom the policy has come to require since, and who never gave a code. */
    private Scene refreshGrant() {
        TestUser user = realm.user(nextName(), EXEMPT);
        Tokens tokens = realm.browser().signIn(user.name(), TestRealm.PASSWORD).tokens();
        user.revoke(EXEMPT);
        return Scene.endpoint(
                "refresh grant",
                realm,
                user,
                TOKEN,
                Parameter.of("grant_type", "refresh_token"),
                Parameter.of("client_id", "app"),
                Parameter.of("refresh_token", tokens.refreshToken()));
    }

    private Scene signInRequest() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        String url = realm.authUrl(
                "app",
                Map.of("kc_action", "two-factor-setup", "kc_locale", "en", "prompt", "login", "acr_values", "1"));
        return Scene.link("sign-in request", person.user(), person.codePage(), url);
    }

    private Scene stepOfTheFlow() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        BrowserSession browser = person.codePage();
        return Scene.link(
                "step of the flow", person.user(), browser, browser.action("verify") + "&kc_locale=en&code=123456");
    }

    private Scene actionOfTheSignIn() {
        TestUser user = realm.user(nextName());
        BrowserSession browser = realm.browser().signIn(user.name(), TestRealm.PASSWORD);
        return Scene.link(
                "action of the sign-in", user, browser, browser.action("confirm") + "&kc_locale=en&do=confirm");
    }

    private Scene restart() {
        EnrolledUser person = EnrolledUser.imported(realm, nextName());
        BrowserSession browser = person.codePage();
        String step = browser.action("verify").replace("/authenticate", "/restart") + "&skip_logout=false";
        return Scene.link("restart", person.user(), browser, step);
    }

    private BrowserSession action(String id) {
        return realm.browser().openLogin(Map.of("kc_action", id));
    }

    private String nextName() {
        people++;
        return "person" + people;
    }

    private static Parameter button(String word) {
        return Parameter.of("do", word);
    }

    private static Parameter code(String wrong) {
        return Parameter.of("code", wrong);
    }
}
