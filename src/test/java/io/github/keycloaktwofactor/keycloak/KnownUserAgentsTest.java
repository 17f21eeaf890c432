package io.github.keycloaktwofactor.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownUserAgentsTest {

    @ParameterizedTest
    @CsvSource({
        "Firefox/143.0, Firefox",
        "Firefox, Firefox",
        "Mobile Safari/18.1, Mobile Safari",
        "Mobile Safari UI/WKWebView/18.1, Mobile Safari UI/WKWebView",
        "Mobile Safari UI/WKWebView, Mobile Safari UI/WKWebView",
        "Chrome/Unknown, Chrome",
        "Other/Unknown, ''",
        "'', ''",
        ", ''"
    })
    void aKnownBrowserIsNamedWithoutItsVersion(String told, String shown) {
        assertThat(KnownUserAgents.browser(told)).isEqualTo(shown);
    }

    /** What Keycloak's parser makes of headers that somebody wrote to be read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Secure your account at evil.com now/1.0",
                "http://evil.com/1.0",
                "CALL 0800 123456 NOW bot/Unknown",
                "Firefox evil.com/1.0",
                "Firefox/evil.com/1.0",
                "Firefox\n/1.0",
                "\u202eFirefox/1.0",
                "firefox/1.0",
                "/Firefox"
            })
    void wordsOfSomebodysOwnAreNotRepeated(String told) {
        assertThat(KnownUserAgents.browser(told)).isEmpty();
        assertThat(KnownUserAgents.system(told)).isEmpty();
    }

    @Test
    void aKnownSystemIsNamed() {
        assertThat(KnownUserAgents.system("Mac OS X")).isEqualTo("Mac OS X");
        assertThat(KnownUserAgents.system("Other")).isEmpty();
        assertThat(KnownUserAgents.system("Firefox")).isEmpty();
        assertThat(KnownUserAgents.system(null)).isEmpty();
    }
}
