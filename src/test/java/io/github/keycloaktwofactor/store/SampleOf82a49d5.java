package io.github.keycloaktwofactor.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.server.AuthenticatorApp;
import io.github.keycloaktwofactor.server.BrowserSession;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The people of the samples that the version of commit 82a49d5 wrote, with what only they know. */
final class SampleOf82a49d5 {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode sample = json("people.json");

    /** A file of the sample; the caller closes it. */
    static InputStream file(String name) {
        return Objects.requireNonNull(SampleOf82a49d5.class.getResourceAsStream("/stored/82a49d5/" + name), name);
    }

    static JsonNode json(String name) {
        try (InputStream file = file(name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the server was stopped, by its own clock. */
    Instant recorded() {
        return Instant.parse(sample.path("at").asText());
    }

    String realm() {
        return sample.path("realm").asText();
    }

    BrowserSession password(TestRealm realm, String name) {
        return realm.browser().signIn(name, TestRealm.PASSWORD);
    }

    /** Signs in with the password and the next code of the person's authenticator. */
    BrowserSession code(TestRealm realm, String name) {
        AuthenticatorApp app =
                AuthenticatorApp.ofSecret(person(name).path("secret").asText());
        BrowserSession browser = password(realm, name);
        return browser.press(
                "verify", Map.of("code", app.code(realm.server().clock().awaitStepStart(app.period()))));
    }

    /** Signs in with the password and the recovery code at this place of the person's list. */
    BrowserSession recoveryCode(TestRealm realm, String name, int index) {
        String code = person(name).path("recoveryCodes").required(index).asText();
        return password(realm, name).press("recovery").press("verify", Map.of("code", code));
    }

    /** A browser with the cookie of Cleo's trusted device. */
    BrowserSession trustedBrowser(TestRealm realm) {
        BrowserSession browser = realm.browser();
        JsonNode device = sample.required("device");
        browser.plantCookie(
                device.required("name").asText(), device.required("value").asText());
        return browser;
    }

    private JsonNode person(String name) {
        return sample.required("people").required(name);
    }
}
