package io.github.keycloaktwofactor.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloaktwofactor.attempt.EnrolledPerson;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.ServerOptions;
import io.github.keycloaktwofactor.server.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rule 7: no secret in a URL, log, event, export or representation, however much the server logs. */
class SecretsStayHiddenIT {

    private static final String WRONG_CODE = "739105";
    private static final String WRONG_RECOVERY_CODE = "QZ7M-W3KT";

    private static KeycloakServer server;
    private static TestRealm realm;
    private static EnrolledPerson person;
    /** What was a secret at some time, each as people or programs may write it. */
    private static final List<String> SECRETS = new ArrayList<>();

    @BeforeAll
    static void useEverySecretOnce() {
        server = KeycloakServer.own(
                "secrets",
                ServerOptions.h2().env("KC_LOG_LEVEL", "INFO,org.keycloak:TRACE,io.github.keycloaktwofactor:TRACE"));
        realm = server.realm().switchOn(Map.of("requireEveryone", "true"));
        person = EnrolledPerson.enrol(realm, "alice");
        String key = person.app().parameters().get("secret");
        SECRETS.add(key);
        SECRETS.add(key.replaceAll("(.{4})", "$1 ").trim());
        SECRETS.add(key.toLowerCase(java.util.Locale.ROOT));
        for (String code : person.recoveryCodes()) {
            SECRETS.add(code);
            SECRETS.add(code.replace("-", ""));
        }
        SECRETS.add(WRONG_CODE);
        SECRETS.add(WRONG_RECOVERY_CODE);

        String code = person.nextCode();
        SECRETS.add(code);
        assertThat(person.post(code).signedIn()).isTrue();
        person.post(code);
        person.post(WRONG_CODE);
        person.post("73910");
        person.postRecovery(WRONG_RECOVERY_CODE);
        assertThat(person.postRecovery(person.recoveryCodes().get(0)).signedIn())
                .isTrue();
        person.postRecovery(person.recoveryCodes().get(0));
        String granted = person.nextCode();
        SECRETS.add(granted);
        assertThat(realm.directGrant("alice", TestRealm.PASSWORD, granted).ok()).isTrue();
        assertThat(realm.directGrant("alice", TestRealm.PASSWORD, WRONG_CODE).ok())
                .isFalse();
        assertThat(realm.directGrant(
                                "alice",
                                TestRealm.PASSWORD,
                                person.recoveryCodes().get(1))
                        .ok())
                .isTrue();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void theLogHoldsNone() {
        assertThat(server.logText()).contains("TRACE").contains("DEBUG");
        assertNone(server.logText());
    }

    @Test
    void noEventHoldsOne() {
        assertThat(realm.events()).hasSizeGreaterThan(10);
        assertNone(realm.rest().get("/events?max=2000").toString());
        assertNone(realm.adminEvents().toString());
    }

    @Test
    void noAnswerOfTheAdminInterfaceHoldsOne() {
        JsonNode credentials = person.user().rest().get("/credentials");
        assertThat(credentials).hasSize(3);
        for (JsonNode credential : credentials) {
            assertThat(credential.path("secretData").isMissingNode()).isTrue();
            assertThat(credential.path("credentialData").asText()).doesNotContainIgnoringCase("salt");
        }
        assertNone(credentials.toString());
        assertNone(person.user().rest().get("").toString());
        assertNone(realm.rest()
                .post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                .text());
    }

    @Test
    void noTokenHoldsOne() {
        var tokens = realm.directGrant("alice", TestRealm.PASSWORD, person.nextCode());

        assertNone(tokens.accessClaims().toString());
        assertNone(tokens.idClaims().toString());
    }

    @Test
    void whatWasTypedDoesNotComeBackOnThePage() {
        BrowserSession browser = person.codePage();
        for (String typed : List.of(WRONG_CODE, "73910", WRONG_RECOVERY_CODE)) {
            browser.press("verify", Map.of("code", typed));
            assertThat(browser.page().body()).doesNotContain(typed);
            assertThat(browser.page().uri().toString()).doesNotContain(typed);
        }
    }

    @Test
    void noPageOfASignInMayBeKept() {
        BrowserSession browser = person.codePage();

        assertThat(browser.page().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
        browser.press("recovery");
        assertThat(browser.page().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
    }

    private static void assertNone(String text) {
        for (String secret : SECRETS) {
            // Six digits alone, not the part of a longer number such as a time or an id.
            Pattern whole = Pattern.compile("(?<![0-9A-Za-z.,_-])" + Pattern.quote(secret) + "(?![0-9A-Za-z_-])");
            assertThat(whole.matcher(text).results().map(found -> around(text, found.start())))
                    .as("where a secret stands")
                    .isEmpty();
        }
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
    }
}
