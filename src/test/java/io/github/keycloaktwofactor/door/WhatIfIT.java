package io.github.keycloaktwofactor.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.guard.Screen;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.RestAnswer;
import io.github.keycloaktwofactor.server.TestRealm;
import io.github.keycloaktwofactor.server.TestUser;
import io.github.keycloaktwofactor.server.Tokens;
import io.github.keycloaktwofactor.whatif.Outcome;
import io.github.keycloaktwofactor.whatif.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code POST what-if} answers is what a real sign-in does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WhatIfIT {

    private static final String WHAT_IF = "/two-factor/what-if";

    private static final Map<String, String> POLICY = Map.of(
            "requiredRoles",
            "staff",
            "exemptRoles",
            "guest",
            "trustedDevices",
            "DAYS",
            "trustedIdentityProviders",
            House.PARTNER,
            "missingRecoveryCodes",
            "NEVER");

    /** Whom the policy treats differently. */
    private enum Person {
        UNTOUCHED,
        REQUIRED,
        EXEMPT,
        EXEMPT_ON_RECORD,
        ENROLLED,
        ENROLLED_AND_REQUIRED,
        WITH_PASSKEY;

        Visitor in(House house, String name) {
            return switch (this) {
                case UNTOUCHED -> house.visitor(name);
                case REQUIRED -> {
                    Visitor visitor = house.visitor(name);
                    visitor.user().join("Accounting");
                    yield visitor;
                }
                case EXEMPT -> house.visitor(name, "staff", "guest");
                case EXEMPT_ON_RECORD -> {
                    Visitor visitor = house.visitor(name, "staff");
                    house.realm()
                            .rest()
                            .post(
                                    "/two-factor/exemptions",
                                    Map.of(
                                            "user",
                                            visitor.user().id(),
                                            "until",
                                            house.realm()
                                                    .server()
                                                    .clock()
                                                    .now()
                                                    .plus(Duration.ofDays(1))
                                                    .toEpochMilli(),
                                            "reason",
                                            "INC-1"));
                    yield visitor;
                }
                case ENROLLED -> house.enrolled(name);
                case ENROLLED_AND_REQUIRED -> house.enrolled(name, "staff");
                case WITH_PASSKEY -> {
                    Visitor visitor = house.visitor(name, "staff");
                    visitor.user().importKey("webauthn-passwordless");
                    yield visitor;
                }
            };
        }
    }

    private House house;

    @BeforeAll
    void setUp() {
        house = House.on(KeycloakServer.shared());
        TestRealm realm = house.realm();
        realm.realmRole("staff").realmRole("guest").group("Accounting", "staff");
        // Without a mail server Keycloak links accounts by password.
        realm.passkeys().update(Map.of("smtpServer", Map.of())).switchOn(POLICY);
    }

    @AfterAll
    void tearDown() {
        house.close();
    }

    static Stream<Arguments> peopleAndWays() {
        return Arrays.stream(Person.values())
                .flatMap(person -> Arrays.stream(Way.values()).map(way -> Arguments.of(person, way)));
    }

    @ParameterizedTest
    @MethodSource("peopleAndWays")
    void itSaysWhatARealSignInDoes(Person person, Way way) {
        Visitor visitor = person.in(house, (person + "-" + way).toLowerCase(Locale.ROOT));

        switch (way) {
            case BROWSER -> {
                JsonNode said = ask(visitor, "app", way);
                assertSame(said, seen(visitor.password(visitor.browser(), "app", Map.of())));
            }
            case COOKIE -> {
                BrowserSession browser = visitor.sessionFromBefore(Map.of());
                JsonNode said = ask(visitor, "app", way);
                assertSame(said, seen(browser.openLogin()));
            }
            case PASSWORD_GRANT -> assertSame(ask(visitor, "app", way), byPasswordGrant(visitor));
            case IDENTITY_PROVIDER -> {
                JsonNode said = ask(visitor, "app", way);
                assertSame(said, seen(BrowserDoor.BROKER.walk(visitor).browser()));
            }
            case REFRESH -> {
                Tokens before = visitor.sessionFromBefore(Map.of()).tokens(House.BARE);
                JsonNode said = ask(visitor, House.BARE, way);
                assertSame(said, refreshed(before) ? Outcome.SIGNED_IN : Outcome.REFUSED);
            }
            case TRUSTED_DEVICE -> {
                BrowserSession browser = visitor.person() == null ? visitor.browser() : trusted(visitor);
                JsonNode said = ask(visitor, "app", way);
                assertSame(said, seen(visitor.password(browser, "app", Map.of())));
            }
        }
    }

    @Test
    void aSessionThatHasPassedTheSecondFactorIsEnough() {
        Visitor visitor = Person.ENROLLED_AND_REQUIRED.in(house, "verified");
        BrowserSession browser = visitor.password(visitor.browser(), "app", Map.of());
        Passage.of(browser).type(visitor.code());
        assertThat(browser.signedIn()).isTrue();

        assertSame(ask(visitor, "app", Way.COOKIE), seen(browser.openLogin()));
        JsonNode said = ask(visitor, "app", Way.REFRESH);
        assertSame(
                said,
                house.realm().refresh(browser.tokens().refreshToken()).ok() ? Outcome.SIGNED_IN : Outcome.REFUSED);
        assertThat(said.path("outcome").textValue()).isEqualTo("SIGNED_IN");
    }

    @Test
    void aLinkWithWhichTheFactorWasPassedVouches() {
        Visitor visitor = Person.ENROLLED.in(house, "known-link");
        BrowserDoor.BROKER.walk(visitor).type(visitor.code());
        visitor.user().logoutEverywhere();

        JsonNode said = ask(visitor, "app", Way.IDENTITY_PROVIDER);

        assertSame(said, seen(BrowserDoor.BROKER.walk(visitor).browser()));
        assertThat(said.path("outcome").textValue()).isEqualTo("SIGNED_IN");
    }

    @Test
    void aDeviceThatWasForgottenSparesNothing() {
        Visitor visitor = Person.ENROLLED.in(house, "forgotten-device");
        BrowserSession browser = trusted(visitor);
        visitor.user()
                .credentials("two-factor-trusted-device")
                .forEach(device -> visitor.user().deleteCredential(device.id()));

        JsonNode said = ask(visitor, "app", Way.TRUSTED_DEVICE);

        assertSame(said, seen(visitor.password(browser, "app", Map.of())));
        assertThat(reasons(said)).contains("no device of the user is trusted now");
    }

    @Test
    void aFlowOfTheClientsOwnIsSeen() {
        Visitor visitor = Person.ENROLLED.in(house, "own-flow");

        JsonNode said = ask(visitor, House.BARE, Way.BROWSER);

        assertSame(said, seen(visitor.password(visitor.browser(), House.BARE, Map.of())));
        assertThat(reasons(said))
                .contains("the user has an authenticator")
                .anyMatch(reason -> reason.startsWith("the client has a flow of its own"))
                .anyMatch(reason -> reason.startsWith("no step of the flow asks for a code"));
    }

    @Test
    void aPasswordGrantWhoseFlowTakesNoCodeRefusesUsersWhoAreEnrolled() {
        house.realm().client("no-code", Map.of("directAccessGrantsEnabled", true));
        house.realm().flows().bindDirectGrantPasswordOnly("no-code");
        Visitor visitor = Person.ENROLLED.in(house, "no-code");

        JsonNode said = ask(visitor, "no-code", Way.PASSWORD_GRANT);

        assertThat(said.path("outcome").textValue()).isEqualTo("REFUSED");
        assertThat(grant("no-code", visitor, Map.of("totp", visitor.code())).ok())
                .isFalse();
    }

    @Test
    void aFlowInWhichACodeIsRequiredSetsUpEvenUsersWhomThePolicyLeavesAlone() {
        house.realm().client("strict", Map.of());
        String flow = house.realm().flows().create("strict-flow", "auth-username-password-form", "auth-otp-form");
        house.realm().updateClient("strict", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
        for (Person person : List.of(Person.UNTOUCHED, Person.EXEMPT)) {
            Visitor visitor = person.in(house, "strict-" + person.name().toLowerCase(Locale.ROOT));

            JsonNode said = ask(visitor, "strict", Way.BROWSER);

            assertSame(said, seen(visitor.password(visitor.browser(), "strict", Map.of())));
        }
    }

    @Test
    void aRequiredActionThatSetsUpIsMetBeforeTheApplication() {
        Visitor visitor = Person.UNTOUCHED.in(house, "action-waits");
        visitor.user().requiredActions("two-factor-setup");

        assertSame(ask(visitor, "app", Way.BROWSER), seen(visitor.password(visitor.browser(), "app", Map.of())));
        assertSame(ask(visitor, "app", Way.PASSWORD_GRANT), byPasswordGrant(visitor));
    }

    @Test
    void aDisabledUserAndADisabledClientAreRefused() {
        Visitor visitor = Person.UNTOUCHED.in(house, "disabled");
        house.realm().client("gone", Map.of("enabled", false));
        visitor.user().update(Map.of("enabled", false));

        JsonNode said = ask(visitor, "gone", Way.BROWSER);

        assertThat(said.path("outcome").textValue()).isEqualTo("REFUSED");
        assertThat(reasons(said)).containsExactly("the user is disabled", "the client is disabled");
    }

    @Test
    void theWayToTheRoleIsNamed() {
        Visitor visitor = Person.REQUIRED.in(house, "accountant");

        assertThat(reasons(ask(visitor, "app", Way.BROWSER))).containsExactly("role staff via group /Accounting");
    }

    @Test
    void anUnsavedPolicyIsAnsweredByAndNotSaved() {
        Visitor visitor = Person.UNTOUCHED.in(house, "unsaved");
        JsonNode before = house.realm().rest().get("/two-factor/policy");
        Map<String, Object> request = request(visitor, "app", Way.BROWSER);
        request.put("policy", Map.of("requireEveryone", true));
        house.realm().clearEvents();

        JsonNode said = house.realm().rest().post(WHAT_IF, request).body();

        assertThat(said.path("outcome").textValue()).isEqualTo("SET_UP");
        assertThat(reasons(said)).containsExactly("everyone");
        assertThat(house.realm().rest().get("/two-factor/policy")).isEqualTo(before);
        assertThat(seen(visitor.password(visitor.browser(), "app", Map.of()))).isEqualTo(Outcome.SIGNED_IN);
        Map<String, String> everyone = new HashMap<>(POLICY);
        everyone.put("requireEveryone", "true");
        house.realm().configure(everyone);
        try {
            assertThat(seen(visitor.password(visitor.browser(), "app", Map.of())))
                    .isEqualTo(Outcome.SET_UP);
        } finally {
            house.realm().configure(POLICY);
        }
    }

    @Test
    void whileTheGuardIsOffKeycloakAloneDecides() {
        try (TestRealm off = KeycloakServer.shared().realm()) {
            TestUser user = off.user("someone");

            JsonNode said = off.rest()
                    .post(WHAT_IF, Map.of("user", user.id(), "clientId", "app", "way", "BROWSER"))
                    .body();

            assertThat(said.path("outcome").textValue()).isEqualTo("SIGNED_IN");
            assertThat(reasons(said)).containsExactly("two-factor is off in the realm, so Keycloak alone decides");
        }
    }

    @Test
    void everythingThatIsWrongWithTheRequestIsNamed() {
        Visitor visitor = Person.UNTOUCHED.in(house, "wrong-request");

        RestAnswer refused = house.realm()
                .rest()
                .send(
                        "POST",
                        WHAT_IF,
                        Map.of(
                                "user",
                                visitor.user().id(),
                                "clientId",
                                "nowhere",
                                "way",
                                "WINDOW",
                                "identityProvider",
                                "nobody",
                                "policy",
                                Map.of("waitSeconds", 1, "requiredRoles", List.of("gone"), "requireEveryone", 7),
                                "extra",
                                1));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("errors"))
                .extracting(error -> error.path("field").textValue())
                .containsExactlyInAnyOrder(
                        "clientId",
                        "way",
                        "identityProvider",
                        "waitSeconds",
                        "requiredRoles",
                        "requireEveryone",
                        "extra");
        assertThat(house.realm().rest().send("POST", WHAT_IF, Map.of()).status())
                .isEqualTo(400);
        Map<String, Object> withoutProvider = request(visitor, "app", Way.IDENTITY_PROVIDER);
        withoutProvider.remove("identityProvider");
        assertThat(house.realm()
                        .rest()
                        .send("POST", WHAT_IF, withoutProvider)
                        .body()
                        .path("field")
                        .textValue())
                .isEqualTo("identityProvider");
    }

    @Test
    void usersOfOtherRealmsAreNotFound() {
        TestUser elsewhere = house.partner().user("of-another-realm");

        assertThat(status(elsewhere.id())).isEqualTo(404);
        assertThat(status("no-such-user")).isEqualTo(404);
        // The caller is loaded in the request, and Keycloak would find them in every realm.
        String caller = KeycloakServer.shared()
                .admin()
                .get("/master/roles/admin/users")
                .get(0)
                .path("id")
                .textValue();
        assertThat(status(caller)).isEqualTo(404);
    }

    private int status(String user) {
        return house.realm()
                .rest()
                .send("POST", WHAT_IF, Map.of("user", user, "clientId", "app", "way", "BROWSER"))
                .status();
    }

    private JsonNode ask(Visitor visitor, String client, Way way) {
        RestAnswer answer = house.realm().rest().post(WHAT_IF, request(visitor, client, way));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static Map<String, Object> request(Visitor visitor, String client, Way way) {
        Map<String, Object> request =
                new HashMap<>(Map.of("user", visitor.user().id(), "clientId", client, "way", way.name()));
        if (way == Way.IDENTITY_PROVIDER) {
            request.put("identityProvider", House.PARTNER);
        }
        return request;
    }

    private static void assertSame(JsonNode said, Outcome seen) {
        assertThat(said.path("outcome").textValue()).as(said.toString()).isEqualTo(seen.name());
        assertThat(reasons(said)).isNotEmpty();
    }

    private static List<String> reasons(JsonNode said) {
        List<String> reasons = new ArrayList<>();
        said.path("because").forEach(reason -> reasons.add(reason.textValue()));
        return reasons;
    }

    private static Outcome seen(BrowserSession browser) {
        if (Screen.OTHER_FACTOR.isShownBy(browser)) {
            return Outcome.OTHER_FACTOR;
        }
        Passage passage = Passage.of(browser);
        return switch (passage.kind()) {
            case LET_IN -> Outcome.SIGNED_IN;
            case ASKED -> Outcome.ASKED_FOR_CODE;
            case SET_UP -> Outcome.SET_UP;
            case REFUSED -> Outcome.REFUSED;
            case BEYOND, FIRST_FACTOR, STOPPED -> throw new AssertionError(passage.toString());
        };
    }

    /** Whether a code helps tells whether one was asked for. */
    private Outcome byPasswordGrant(Visitor visitor) {
        if (grant("app", visitor, Map.of()).ok()) {
            return Outcome.SIGNED_IN;
        }
        return visitor.person() != null
                        && grant("app", visitor, Map.of("totp", visitor.code())).ok()
                ? Outcome.ASKED_FOR_CODE
                : Outcome.REFUSED;
    }

    private Tokens grant(String client, Visitor visitor, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                visitor.name(),
                "password",
                TestRealm.PASSWORD));
        fields.putAll(more);
        return house.realm().token(fields);
    }

    private boolean refreshed(Tokens before) {
        return house.realm()
                .token(Map.of(
                        "grant_type", "refresh_token", "client_id", House.BARE, "refresh_token", before.refreshToken()))
                .ok();
    }

    /** A browser that is trusted, whose session has run out. */
    private static BrowserSession trusted(Visitor visitor) {
        BrowserSession browser = visitor.password(visitor.browser(), "app", Map.of());
        browser.press("verify", Map.of("code", visitor.code(), "trustDevice", "true"));
        assertThat(browser.signedIn()).as(browser.page().text()).isTrue();
        return browser.keepOnlyCookies("TWO_FACTOR_");
    }
}
